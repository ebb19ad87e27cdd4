import { z } from '@quyu/plugin-kit';

export const feedbackConfig = z.object({
  /** The scorecard that the market review reports on. */
  reviewScorecard: z.string().default('partner-year'),
});
