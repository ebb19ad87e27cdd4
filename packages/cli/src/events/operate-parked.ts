import { type ParkedEvent, type RetryAnswer, itemsOf } from '@quyu/contract-kit';
import { findServices } from './find-services.js';
import { selectionOf } from './letter-selection.js';
import type { ListOptions } from './list-dead.js';
import { type OperateOptions, describeDiscard, refuseNothing } from './operate-dead.js';
import { print } from './output.js';
import { aggregateOf, firstLine, tableOr } from './render-operations.js';

/** `quyu events parked list` */
export async function listParked(options: ListOptions): Promise<void> {
  const parked: (ParkedEvent & { readonly service: string })[] = [];
  for (const { service, client } of await findServices(options, options.service)) {
    for await (const item of itemsOf((cursor) => client.listParked({ query: { cursor } }))) {
      if (parked.length >= options.limit) break;
      parked.push({ service, ...item });
    }
  }
  print(options.json, parked, () =>
    tableOr(
      'Nothing is parked.',
      ['event', 'type', 'aggregate', 'parked', 'reason'],
      parked.map((each) => [
        `${each.service}/${each.id}`,
        each.type ?? '?',
        aggregateOf(each),
        each.parkedAt,
        firstLine(each.reason),
      ]),
    ),
  );
}

/** `quyu events parked retry` */
export async function retryParked(names: readonly string[], options: OperateOptions): Promise<void> {
  const { dryRun = false, limit = 1000 } = options;
  const answers: (RetryAnswer & { readonly service: string })[] = [];
  for (const { service: of, select } of selectionOf(names, options)) {
    for (const { service, client } of await findServices(options, of))
      answers.push({ service, ...(await client.retryParked({ body: { select, dryRun, limit } })) });
  }
  refuseNothing(
    answers.reduce((sum, { matching }) => sum + matching, 0),
    'parked event',
  );
  const done = dryRun ? 'would be put back into the outbox' : 'put back into the outbox';
  print(options.json, answers, () =>
    answers
      .filter(({ matching }) => matching > 0)
      .map(({ service, events }) => `${service}: ${events.length} ${done}`)
      .join('\n'),
  );
}

/** `quyu events parked discard` */
export async function discardParked(names: readonly string[], options: OperateOptions): Promise<void> {
  const { dryRun = false, limit = 1000, note = '' } = options;
  const answers: Parameters<typeof describeDiscard>[0][] = [];
  for (const { service: of, select } of selectionOf(names, options)) {
    for (const { service, client } of await findServices(options, of))
      answers.push({ service, ...(await client.discardParked({ body: { select, dryRun, limit, note } })) });
  }
  refuseNothing(
    answers.reduce((sum, { matching }) => sum + matching, 0),
    'parked event',
  );
  print(options.json, answers, () =>
    answers
      .filter(({ matching }) => matching > 0)
      .map(describeDiscard)
      .join('\n'),
  );
}
