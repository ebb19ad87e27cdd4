import type { DbOptions } from '@quyu/plugin-kit';

/**
 * Campaigns and the rules by which funds accrue. Not the MDF entries: their ledger refuses to be changed; nor the sales of a
 * quarter, which are a copy of what incentive says.
 */
export const audited: NonNullable<DbOptions['audited']> = {
  campaign: { key: ['campaign_id'] },
  accrual_rule: { key: ['code', 'version'] },
};
