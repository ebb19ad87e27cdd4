import type { ScorecardDraft } from '@quyu/feedback-contracts';

export const SCORECARD_CODE = 'partner-year';

/** The year under review. */
export const REVIEW_YEAR = 2019;

/** How a partner's year is judged, and what follows from it. */
export const scorecard: ScorecardDraft = {
  name: "A partner's year",
  indicators: [
    { fact: 'sales', weightBp: 4_000 },
    { fact: 'growth', weightBp: 3_000 },
    { fact: 'orders', weightBp: 2_000 },
    { fact: 'product-groups', weightBp: 1_000 },
  ],
  bands: [
    { grade: 'A', from: 80 },
    { grade: 'B', from: 60 },
    { grade: 'C', from: 40 },
    { grade: 'D', from: 0 },
  ],
  actions: [
    { kind: 'grow', grade: 'A', salesRatioAtLeastBp: 12_000 },
    { kind: 'exit-review', grade: 'D', salesRatioAtMostBp: 5_000 },
  ],
};
