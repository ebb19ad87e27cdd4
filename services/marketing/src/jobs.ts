import { type Accrual, type AccrualRule, accrualRuleSchema, accrualSchema } from '@quyu/marketing-contracts';
import { defineJob, type JobContract } from '@quyu/plugin-kit';

/** The service's long work by kind. Its schemas are the contract's: to infer types from zod here costs the compiler dearly. */
export type MarketingJobs = {
  readonly 'accrue-known-quarters': JobContract<AccrualRule, Accrual>;
};

export const marketingJobs: MarketingJobs = {
  'accrue-known-quarters': defineJob({
    summary: 'Brings the funds of every known quarter in line with the rules after one was set.',
    input: accrualRuleSchema,
    result: accrualSchema,
  }),
};
