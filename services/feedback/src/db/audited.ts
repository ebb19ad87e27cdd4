import type { DbOptions } from '@quyu/plugin-kit';

/**
 * Scorecards, and that partners were evaluated by them. Not the observations, which are imported lines with their source; nor the
 * scores and recommendations, which follow from a scorecard and the sales; nor the copies of those.
 */
export const audited: NonNullable<DbOptions['audited']> = {
  scorecard: { key: ['code', 'version'] },
  evaluation: { key: ['scorecard_code', 'year'] },
};
