import { type DeadLetterQuery, type DeadLetterSummary, itemsOf } from '@quyu/contract-kit';
import type { WhereOptions } from '../deployment/locate-platform.js';
import { type ServiceBus, findServices } from './find-services.js';
import { type SelectOptions, parseAggregate } from './letter-selection.js';
import { print } from './output.js';
import { aggregateOf, firstLine, tableOr } from './render-operations.js';

/** What listing takes. */
export interface ListOptions extends WhereOptions, SelectOptions {
  readonly json?: true;
  readonly settled?: 'waiting' | 'replayed' | 'discarded';
  readonly groups?: true;
  readonly limit: number;
}

interface Listed extends DeadLetterSummary {
  readonly service: string;
}

/** `quyu events dead list` */
export async function listDead(options: ListOptions): Promise<void> {
  const buses = await findServices(options, options.service);
  if (options.groups) return listGroups(buses, options);
  const { type, group, aggregate, settled = 'waiting', limit } = options;
  const query: DeadLetterQuery = {
    type,
    group,
    state: settled,
    ...(aggregate ? parseAggregate(aggregate) : {}),
  };
  const letters: Listed[] = [];
  for (const { service, client } of buses) {
    for await (const item of itemsOf((cursor) => client.listDeadLetters({ query: { ...query, cursor } }))) {
      if (letters.length >= limit) break;
      letters.push({ service, ...item });
    }
  }
  print(options.json, letters, () =>
    tableOr(
      'There are no such dead letters.',
      ['letter', 'type', 'aggregate', 'reason', 'tries', 'since', 'error'],
      letters.map((each) => [
        `${each.service}/${each.id}`,
        each.type ?? '?',
        aggregateOf(each),
        each.state === 'waiting' ? each.reason : each.state,
        each.attempts,
        each.createdAt,
        firstLine(each.error),
      ]),
    ),
  );
}

async function listGroups(buses: readonly ServiceBus[], { json, limit }: ListOptions): Promise<void> {
  const pages = buses.map(async ({ service, client }) => {
    const { items } = await client.listDeadLetterGroups({ query: { limit: Math.min(limit, 200) } });
    return items.map((item) => ({ service, ...item }));
  });
  const groups = (await Promise.all(pages)).flat();
  print(json, groups, () =>
    tableOr(
      'There are no dead letters.',
      ['service', 'count', 'first', 'last', 'e.g.', 'group'],
      groups.map(({ service, count, firstAt, lastAt, exampleId, group }) => [
        service,
        count,
        firstAt,
        lastAt,
        `${service}/${exampleId}`,
        group,
      ]),
    ),
  );
}
