import type { DbOptions } from '@quyu/plugin-kit';

/**
 * What people set: plans, quotas, products, and that a run was made. Not the sales with their imports and rejections, which are a
 * ledger that names the file and line of each row; nor the sums and results that follow from them, each with its trace; nor the
 * copies of partners, territories and salespeople.
 */
export const audited: NonNullable<DbOptions['audited']> = {
  plan: { key: ['code', 'version'] },
  quota: { key: ['payee_kind', 'payee_code', 'quota_set', 'quarter'] },
  product: { key: ['code'] },
  exchange_rate: { key: ['base', 'quote', 'valid_from'] },
  run: { key: ['run_id'] },
  run_period: { key: ['run_id', 'plan_code', 'period'] },
  bank_account: { key: ['payee_kind', 'payee_code'], personal: ['holder', 'iban', 'account_number'] },
  payout_batch: { key: ['batch_id'] },
  redemption_policy: { key: ['only_row'] },
  redemption: { key: ['redemption_id'] },

  crediting_rule: { key: ['code'] },
  line_split: { key: ['source', 'line_id'] },

  payee_fact: { key: ['payee_kind', 'payee_code', 'name', 'valid_from'] },

  cost_ceiling: { key: ['code'] },

  dispute: { key: ['dispute_id'] },
  dispute_comment: { key: ['comment_id'] },
};
