import type { partnerSalesSummarised } from '@quyu/incentive-contracts';
import type { EventHandlers } from '@quyu/plugin-kit';
import type { Tx } from '../context.js';
import { latestQuarters } from './facts.js';
import { saveQuarters } from './store.js';

export function factHandlers(): EventHandlers<typeof partnerSalesSummarised, Tx> {
  return {
    'incentive.partner-sales-summarised.v1': {
      batch: (events, tx) => saveQuarters(tx.db, latestQuarters(events.map(({ data }) => data))),
    },
  };
}
