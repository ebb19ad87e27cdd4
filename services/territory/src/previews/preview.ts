import { type Money, money } from '@quyu/plugin-kit';
import type { PreviewChange } from '@quyu/territory-contracts';
import type { Placed } from '../assignment/placement.js';
import type { PreviewCounts } from '../db/schema.js';

/** Sales of accounts by their ids. */
export type SalesOf = ReadonlyMap<string, readonly Money[]>;

export const NO_COUNTS: PreviewCounts = {
  accounts: 0,
  moved: 0,
  gained: 0,
  lost: 0,
  gaps: 0,
  conflicts: 0,
  droppedPins: 0,
  revenueMoved: [],
};

/** Whether a preview lists an account: it changes, or it is left for a person to look at. */
export function isListed({ moved, place, droppedPin }: Placed): boolean {
  return moved || droppedPin || place.status !== 'assigned';
}

/** What activation would do to an account, as it is listed. */
export function describeChange(placed: Placed, salesOf: SalesOf): PreviewChange {
  const { subjectId, code: subjectCode, place, before, droppedPin } = placed;
  return {
    subjectId,
    subjectCode,
    change: kindOf(placed),
    from: before?.territoryCode ?? null,
    to: place.territoryCode,
    status: place.status,
    ruleCode: place.ruleCode,
    contenders: [...place.contenders],
    droppedPin,
    sales: [...(salesOf.get(subjectId) ?? [])],
  };
}

/** Adds the changes that a batch of accounts comes to. @param accounts how many accounts the batch has, listed or not. */
export function addCounts(
  counts: PreviewCounts,
  accounts: number,
  changes: readonly PreviewChange[],
): PreviewCounts {
  const numberOf = (change: PreviewChange['change']): number =>
    changes.filter((each) => each.change === change).length;
  const withStatus = (status: PreviewChange['status']): number =>
    changes.filter((each) => each.status === status).length;
  return {
    accounts: counts.accounts + accounts,
    moved: counts.moved + numberOf('moved'),
    gained: counts.gained + numberOf('gained'),
    lost: counts.lost + numberOf('lost'),
    gaps: counts.gaps + withStatus('gap'),
    conflicts: counts.conflicts + withStatus('conflict'),
    droppedPins: counts.droppedPins + changes.filter(({ droppedPin }) => droppedPin).length,
    revenueMoved: addMoney(
      counts.revenueMoved,
      changes.filter(goesElsewhere).flatMap(({ sales }) => sales),
    ),
  };
}

function kindOf({ before, place, moved }: Placed): PreviewChange['change'] {
  const [from, to] = [before?.territoryCode ?? null, place.territoryCode];
  if (from === to) return moved && to !== null ? 'renamed' : 'none';
  if (from === null) return 'gained';
  return to === null ? 'lost' : 'moved';
}

function goesElsewhere({ change }: PreviewChange): boolean {
  return change === 'moved' || change === 'gained' || change === 'lost';
}

/** Sums by currency, in the order of the currencies' codes. */
function addMoney(sums: readonly Money[], more: readonly Money[]): readonly Money[] {
  const byCurrency = new Map<string, bigint>();
  for (const { amount, currency } of [...sums, ...more])
    byCurrency.set(currency, (byCurrency.get(currency) ?? 0n) + BigInt(amount));
  return [...byCurrency]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, amount]) => money(amount, currency));
}
