import type { ScreeningPolicyDraft } from '@quyu/partner-contracts';

export const SCREENING_POLICY_CODE = 'channel-screening';

/** Who is approved at once, as of 2020: 60 points of 100. Annual sales are in cents. */
export const screeningPolicy: ScreeningPolicyDraft = {
  asOfYear: 2020,
  passMark: 60,
  indicators: [
    {
      fact: 'annual-sales',
      bands: [
        { from: 0, points: 10 },
        { from: 100_000_000, points: 25 },
        { from: 300_000_000, points: 40 },
      ],
    },
    {
      fact: 'years-in-business',
      bands: [
        { from: 0, points: 10 },
        { from: 10, points: 20 },
        { from: 20, points: 30 },
      ],
    },
    {
      fact: 'employees',
      bands: [
        { from: 0, points: 10 },
        { from: 20, points: 20 },
        { from: 50, points: 30 },
      ],
    },
  ],
};
