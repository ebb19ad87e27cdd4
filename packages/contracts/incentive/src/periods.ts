import { erase, z } from '@quyu/contract-kit';

/** A calendar quarter, e.g. `2019-Q3`. */
export const quarterSchema = erase(z.string().regex(/^\d{4}-Q[1-4]$/, 'must be a quarter such as 2019-Q3'));

/** A calendar year, e.g. 2019. */
export const yearSchema = erase(z.int().min(1900).max(2200));
