import { erase, z } from '@quyu/contract-kit';

/** A calendar quarter, e.g. `2019-Q3`. */
export const quarterSchema = erase(z.string().regex(/^\d{4}-Q[1-4]$/, 'must be a quarter such as 2019-Q3'));

/** A calendar year, e.g. 2019. */
export const yearSchema = erase(z.int().min(1900).max(2200));

/** A period that plans pay by: a month, quarter, half-year or year, e.g. `2019-07`, `2019-Q3`, `2019-H2`, `2019`. */
export const payPeriodSchema = erase(
  z
    .string()
    .regex(
      /^\d{4}(-(0[1-9]|1[0-2]|Q[1-4]|H[12]))?$/,
      'must be a period such as 2019-07, 2019-Q3, 2019-H2 or 2019',
    ),
);
