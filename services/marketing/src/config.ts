import { currencySchema, z } from '@quyu/plugin-kit';

export const marketingConfig = z.object({
  /** The currency of totals while no fund has accrued yet. */
  currency: currencySchema.default('CNY'),
});
