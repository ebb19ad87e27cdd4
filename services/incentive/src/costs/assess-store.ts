import { costCeilingExceeded, type CostDimension, incentiveErrors } from '@quyu/incentive-contracts';
import { periodNamed } from '../calculation/pay-periods.js';
import type { Tx } from '../context.js';
import { selectCeilings } from './ceiling-store.js';
import { ceilingsOn, type Excess, excessesOf } from './ceilings.js';
import { type Basis, readCostBook, selectLedgerCurrency } from './cost-store.js';
import { type Cost, type CostBook, costsBy } from './costs.js';

/** How many are named where a posting is refused. */
const NAMED = 10;

/**
 * Costs and revenues of a period, in the currency of the ledger.
 *
 * @throws Problem NO_SALES or RATE_MISSING.
 */
export async function assess(
  db: Tx['db'],
  period: string,
  basis: Basis,
): Promise<{ readonly book: CostBook; readonly currency: string }> {
  const currency = await selectLedgerCurrency(db);
  if (currency === undefined)
    throw incentiveErrors.NO_SALES({ detail: 'costs are compared with sales: import some first' });
  try {
    return { book: await readCostBook(db, periodNamed(period), basis, currency), currency };
  } catch (error) {
    if (error instanceof RangeError) throw incentiveErrors.RATE_MISSING({ detail: error.message });
    throw error;
  }
}

/**
 * Compares what has been posted of a period with the ceilings that hold at its end, tells of those that warn and are exceeded.
 *
 * @throws Problem COST_CEILING_EXCEEDED naming those that block.
 */
export async function holdToCeilings(tx: Tx, { runId, period }: { runId: string; period: string }): Promise<void> {
  const ceilings = ceilingsOn(await selectCeilings(tx.db), periodNamed(period).end);
  if (ceilings.length === 0) return;
  const { book, currency } = await assess(tx.db, period, 'posted');
  const excesses = excessesOf(ceilings, once(book), currency);
  refuseBlocked(excesses.filter(({ ceiling }) => ceiling.mode === 'block'));
  for (const { ceiling, row } of excesses) {
    const { code: ceilingCode, by, ceilingBp } = ceiling;
    const { key, cost, revenue, ratioBp } = row;
    tx.publish(costCeilingExceeded, { ceilingCode, by, key, period, runId, cost, revenue, ratioBp, ceilingBp });
  }
} // prettier-ignore

/** Several ceilings may be of one dimension. */
function once(book: CostBook): (by: CostDimension) => readonly Cost[] {
  const known = new Map<CostDimension, readonly Cost[]>();
  return (by) => {
    const costs = known.get(by) ?? costsBy(by, book);
    known.set(by, costs);
    return costs;
  };
}

function refuseBlocked(excesses: readonly Excess[]): void {
  if (excesses.length === 0) return;
  const named = excesses.slice(0, NAMED).map(({ ceiling, row }) => {
    const share = row.ratioBp === null ? 'nothing was sold' : `${row.ratioBp} bp of ${row.revenue.amount}`;
    return `${ceiling.by} "${row.key}" costs ${row.cost.amount} ${row.cost.currency} (${share}), above the ${ceiling.ceilingBp} bp of ceiling "${ceiling.code}"`;
  });
  const more = excesses.length > NAMED ? `; and ${excesses.length - NAMED} more` : '';
  throw incentiveErrors.COST_CEILING_EXCEEDED({
    detail: `${named.join('; ')}${more}. Nothing was posted: change the plan and run again, or raise the ceiling`,
  });
}
