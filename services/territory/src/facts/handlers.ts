import type { partnerScored } from '@quyu/feedback-contracts';
import type { partnerSalesSummarised } from '@quyu/incentive-contracts';
import type { partnerEnrolled } from '@quyu/partner-contracts';
import type { DataOf, EventEnvelope, EventHandlers } from '@quyu/plugin-kit';
import type { Tx } from '../context.js';
import { salesIn, scoresIn, startsIn } from './facts.js';
import { saveSales, saveScores, saveStarts } from './store.js';

/** What other services tell of partners, for objectives and targets. */
export const factHandlers: EventHandlers<typeof partnerSalesSummarised | typeof partnerScored, Tx> = {
  'incentive.partner-sales-summarised.v1': {
    batch: (events, tx) => saveSales(tx.db, salesIn(events)),
  },
  'feedback.partner-scored.v1': {
    batch: (events, tx) => saveScores(tx.db, scoresIn(events)),
  },
};

/** Notes when partners were enrolled: part of what is done about an enrolment. */
export async function noteStarts(
  events: readonly EventEnvelope<DataOf<typeof partnerEnrolled>>[],
  tx: Tx,
): Promise<void> {
  await saveStarts(tx.db, startsIn(events));
}
