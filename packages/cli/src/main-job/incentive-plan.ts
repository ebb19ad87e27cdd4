import type { PlanDraft } from '@quyu/incentive-contracts';
import { CURRENCY } from './market.js';

export const PLAN_CODE = 'channel-review';

/** The three rewards of a calendar quarter. Tiers are in cents, rates and attainment in basis points. */
export const incentivePlan: PlanDraft = {
  name: 'Channel review',
  currency: CURRENCY,
  effectiveFrom: '2000-01-01',
  effectiveTo: null,
  components: [
    {
      kind: 'tiered',
      code: 'volume-rebate',
      payee: 'partner',
      mode: 'marginal',
      basis: 'period',
      tiers: [
        { from: '0', rateBp: 0 },
        { from: '2500000', rateBp: 150 },
        { from: '10000000', rateBp: 250 },
        { from: '25000000', rateBp: 400 },
      ],
    },
    { kind: 'growth-rebate', code: 'growth-rebate', payee: 'partner', rateBp: 50, thresholdBp: 12_000 },
    {
      kind: 'attainment-bonus',
      code: 'attainment-bonus',
      payee: 'salesperson',
      rateBp: 100,
      curve: [
        { attainmentBp: 8_000, payoutBp: 5_000 },
        { attainmentBp: 10_000, payoutBp: 10_000 },
        { attainmentBp: 12_000, payoutBp: 15_000 },
      ],
    },
  ],
};
