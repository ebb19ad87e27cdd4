import { currencySchema, erase, type Money, z } from '@quyu/contract-kit';

/** Money of which there cannot be less than nothing: a capacity, a target. */
export const amountSchema = erase<Money>(
  z.strictObject({
    amount: z.string().regex(/^(0|[1-9]\d{0,17})$/, 'must be a whole number of minor units, 0 or more'),
    currency: currencySchema,
  }),
);

/** A calendar year or quarter: `2027` or `2027-Q1`. */
export const targetPeriodSchema = erase(
  z.string().regex(/^\d{4}(-Q[1-4])?$/, 'must be a year such as 2027, or a quarter such as 2027-Q1'),
);
