import type { PlanDraft } from '@quyu/incentive-contracts';

/** The plan of the main job: the three rewards of every calendar quarter. */
export const MAIN_JOB_PLAN = {
  name: 'Channel rewards',
  currency: 'USD',
  effectiveFrom: '2017-01-01',
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
} as const satisfies PlanDraft;
