import type { partnerSalesSummarised } from '@quyu/incentive-contracts';
import { mdfAccrued } from '@quyu/marketing-contracts';
import { type DataOf, type EventHandlers, latestByKey, money } from '@quyu/plugin-kit';
import type { Context, Tx } from '../context.js';
import { dueEntries, quarterKey, type QuarterSales } from './mdf.js';
import { saveQuarters } from './quarter-store.js';
import { holdRules, insertEntries, readAccrued, readRules } from './store.js';

export function mdfHandlers(ctx: Context): EventHandlers<typeof partnerSalesSummarised, Tx> {
  return {
    'incentive.partner-sales-summarised.v1': {
      batch: async (events, tx) => {
        const quarters = latestByKey(
          events.map(({ data }) => quarterOf(data)),
          quarterKey,
        );
        await holdRules(tx.db);
        await saveQuarters(tx.db, quarters);
        await accrue(ctx, tx, quarters);
      },
    },
  };
}

/**
 * Brings the ledger in line with the sales of these quarters, and says so. The caller holds the rules and has locked
 * the quarters, so that nobody else adds the same difference.
 *
 * @returns how many entries it took.
 */
export async function accrue(ctx: Context, tx: Tx, quarters: readonly QuarterSales[]): Promise<number> {
  if (quarters.length === 0) return 0;
  const entries = dueEntries(quarters, await readRules(tx.db), await readAccrued(tx.db, quarters));
  if (entries.length === 0) return 0;
  await insertEntries(tx.db, entries, { at: ctx.now(), newId: () => ctx.newId() });
  for (const { partnerId, partnerCode, period, amount, accrued, currency } of entries) {
    tx.publish(mdfAccrued, {
      partnerId,
      partnerCode,
      period,
      amount: money(amount, currency),
      accrued: money(accrued, currency),
    });
  }
  return entries.length;
}

function quarterOf(data: DataOf<typeof partnerSalesSummarised>): QuarterSales {
  const { partnerId, partnerCode, period, sales } = data;
  return { partnerId, partnerCode, period, sales: BigInt(sales.amount), currency: sales.currency };
}
