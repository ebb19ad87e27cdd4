import type { ScorecardDraft } from '@quyu/feedback-contracts';

/** The scorecard of the main job, for tests. */
export const PARTNER_YEAR: ScorecardDraft = {
  name: 'Partner year',
  indicators: [
    { fact: 'sales', weightBp: 4000 },
    { fact: 'growth', weightBp: 3000 },
    { fact: 'orders', weightBp: 2000 },
    { fact: 'product-groups', weightBp: 1000 },
  ],
  bands: [
    { grade: 'A', from: 80 },
    { grade: 'B', from: 60 },
    { grade: 'C', from: 40 },
    { grade: 'D', from: 0 },
  ],
  actions: [
    { kind: 'grow', grade: 'A', salesRatioAtLeastBp: 12_000 },
    { kind: 'exit-review', grade: 'D', salesRatioAtMostBp: 5000 },
  ],
};
