import { type RawBuilder, sql } from 'kysely';
import { currenciesWith } from './currencies.js';

const NO_DECIMALS = currenciesWith(0);
const THREE_DECIMALS = currenciesWith(3);

/** Minor units as the decimal that people write, in SQL. */
export function decimalText(
  minorUnits: RawBuilder<unknown>,
  currency: RawBuilder<unknown>,
): RawBuilder<string> {
  return sql<string>`trim_scale(${minorUnits} * case
    when ${currency} = any(${NO_DECIMALS}::text[]) then 1
    when ${currency} = any(${THREE_DECIMALS}::text[]) then 0.001
    else 0.01 end)::text`;
}
