import { partnerScored } from '@quyu/feedback-contracts';
import { partnerSalesSummarised } from '@quyu/incentive-contracts';
import { partnerEnrolled } from '@quyu/partner-contracts';
import { defineDb, definePlugin, type Plugin, z } from '@quyu/plugin-kit';

const nothing = () => ({ routes: {}, handlers: {}, jobs: {} });
const common = {
  kit: '^1.0.0',
  summary: { en: 'Has a stream and says nothing', zh: '空服务' },
  config: z.object({}),
  db: defineDb({}),
} as const;

/** The services whose events the territory service listens to: their streams must be there, and say nothing in a bench. */
export const publishers: readonly Plugin[] = [
  definePlugin({ ...common, id: 'partner', publishes: [partnerEnrolled] }, nothing),
  definePlugin({ ...common, id: 'incentive', publishes: [partnerSalesSummarised] }, nothing),
  definePlugin({ ...common, id: 'feedback', publishes: [partnerScored] }, nothing),
];
