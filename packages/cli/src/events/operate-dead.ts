import type { DiscardAnswer, ReplayAnswer } from '@quyu/contract-kit';
import { CliError } from '../cli-error.js';
import type { WhereOptions } from '../deployment/locate-platform.js';
import { type ServiceBus, findServices } from './find-services.js';
import { type SelectOptions, type Selected, parseLetter, selectionOf } from './letter-selection.js';
import { print } from './output.js';
import { aggregateOf, firstLine, renderDetail } from './render-operations.js';

/** What every command on letters takes. */
export interface OperateOptions extends WhereOptions, SelectOptions {
  readonly json?: true;
  readonly dryRun?: true;
  readonly limit?: number;
  readonly rate?: number;
  readonly note?: string;
}

/** `quyu events dead show` */
export async function showDead(name: string, options: OperateOptions): Promise<void> {
  const { service, id } = parseLetter(name, options.service);
  const [bus] = await findServices(options, service);
  const letter = await bus!.client.getDeadLetter({ params: { letterId: id } });
  const { headers, payload, payloadEncoding, ...fields } = letter;
  print(options.json, { service, ...letter }, () =>
    renderDetail({ service, ...fields }, { headers, payload, payloadEncoding }),
  );
}

interface Replayed extends Omit<ReplayAnswer, 'next'> {
  readonly service: string;
}

/** `quyu events dead replay`. Exit code 1 when a letter failed again. */
export async function replayDead(names: readonly string[], options: OperateOptions): Promise<void> {
  const answers: Replayed[] = [];
  for (const selected of selectionOf(names, options)) {
    for (const bus of await findServices(options, selected.service))
      answers.push(await replayService(bus, selected, options));
  }
  refuseNothing(
    answers.reduce((sum, { matching }) => sum + matching, 0),
    'dead letter',
  );
  print(options.json, answers, () =>
    answers
      .filter(({ matching }) => matching > 0)
      .map(describeReplay)
      .join('\n'),
  );
  if (answers.some(({ failed }) => failed > 0)) process.exitCode = 1;
}

/** Calls until nothing is left to try: one call works for some seconds at most. */
async function replayService(
  { service, client }: ServiceBus,
  { select }: Selected,
  { dryRun, limit, rate }: OperateOptions,
): Promise<Replayed> {
  let total: Replayed | undefined;
  for (let cursor: string | undefined; ;) {
    const left = limit === undefined ? 1000 : limit - (total?.outcomes.length ?? 0);
    const body = { select, dryRun: dryRun ?? false, limit: left, ratePerSecond: rate, cursor };
    const { next, ...answer } = await client.replayDeadLetters({ body });
    total = total ? addReplay(total, answer) : { service, ...answer };
    if (next === null || (limit !== undefined && total.outcomes.length >= limit)) return total;
    cursor = next;
  }
}

function addReplay(total: Replayed, answer: Omit<ReplayAnswer, 'next'>): Replayed {
  return {
    ...total,
    replayed: total.replayed + answer.replayed,
    failed: total.failed + answer.failed,
    held: answer.held + Math.max(0, total.held - answer.held),
    outcomes: [...total.outcomes, ...answer.outcomes],
  };
}

function describeReplay({ service, dryRun, matching, replayed, failed, held, outcomes }: Replayed): string {
  const head = dryRun
    ? `${service}: ${matching} would be replayed, in this order`
    : `${service}: ${replayed} replayed, ${failed} failed again, ${held} behind those`;
  const shown = outcomes.filter(({ outcome }) => outcome !== 'replayed');
  return [
    head,
    ...shown.map((each) =>
      `  ${service}/${each.id}  ${each.type ?? '?'}  ${aggregateOf(each)}  ${firstLine(each.error ?? '')}`.trimEnd(),
    ),
  ].join('\n');
}

interface Discarded extends DiscardAnswer {
  readonly service: string;
}

/** `quyu events dead discard` */
export async function discardDead(names: readonly string[], options: OperateOptions): Promise<void> {
  const answers: Discarded[] = [];
  const { dryRun = false, limit = 1000, note = '' } = options;
  for (const { service: of, select } of selectionOf(names, options)) {
    for (const { service, client } of await findServices(options, of))
      answers.push({
        service,
        ...(await client.discardDeadLetters({ body: { select, dryRun, limit, note } })),
      });
  }
  refuseNothing(
    answers.reduce((sum, { matching }) => sum + matching, 0),
    'dead letter',
  );
  print(options.json, answers, () =>
    answers
      .filter(({ matching }) => matching > 0)
      .map(describeDiscard)
      .join('\n'),
  );
}

/** What was given up, or would be. */
export function describeDiscard({ service, dryRun, matching, letters }: Discarded): string {
  const head = `${service}: ${letters.length} ${dryRun ? 'would be discarded' : 'discarded'} of ${matching}`;
  return [
    head,
    ...letters.map((each) => `  ${service}/${each.id}  ${each.type ?? '?'}  ${aggregateOf(each)}`),
  ].join('\n');
}

/** @throws CliError when nothing matched. */
export function refuseNothing(matching: number, what: string): void {
  if (matching === 0) throw new CliError(`No ${what} matches.`, 'See what there is with the list command.');
}
