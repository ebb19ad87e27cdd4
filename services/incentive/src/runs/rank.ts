import type { PayeeHistory } from '../calculation/history.js';
import type { Awards, RankingEntry } from '../calculation/ranking.js';
import type { Ask } from './asks.js';

/** Places are known when everybody's entries are: a pass of its own over the histories, where a plan ranks. */
export async function rank(
  { plan, request }: Ask,
  read: () => AsyncIterable<readonly PayeeHistory[]>,
): Promise<Awards | undefined> {
  if (!plan.isRanked) return undefined;
  const entries: RankingEntry[] = [];
  for await (const histories of read())
    entries.push(...histories.flatMap((history) => plan.entries(history, request.through)));
  return plan.rank(entries);
}
