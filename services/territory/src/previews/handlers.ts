import type { partnerSalesSummarised } from '@quyu/incentive-contracts';
import { type EventHandlers, latestByKey } from '@quyu/plugin-kit';
import type { Tx } from '../context.js';
import { upsertSales } from './sales-store.js';

/** Sales become known here, so that a preview can say how much revenue moves. */
export const salesHandlers: EventHandlers<typeof partnerSalesSummarised, Tx> = {
  'incentive.partner-sales-summarised.v1': {
    async batch(events, tx) {
      const summaries = events.map(({ data }) => data);
      const latest = latestByKey(summaries, ({ partnerId, period }) => `${partnerId} ${period}`);
      const sales = latest.map(({ partnerId: subjectId, period, sales: { amount, currency } }) => ({
        subjectId,
        quarter: Number(period.slice(0, 4)) * 4 + Number(period.slice(6)) - 1,
        amount,
        currency,
      }));
      await upsertSales(tx.db, sales);
    },
  },
};
