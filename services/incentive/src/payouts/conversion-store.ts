import { incentiveErrors } from '@quyu/incentive-contracts';
import { type Kysely, sql } from 'kysely';
import { fractionOf } from '../calculation/fraction.js';
import type { IncentiveDb } from '../db/schema.js';
import type { Conversion } from './payouts.js';

/**
 * How amounts of accounts become payments: at the rate that holds on a day.
 *
 * @throws Problem RATE_MISSING when there is none yet.
 */
export async function selectConversion(
  db: Kysely<IncentiveDb>,
  { from, to, day }: { readonly from: string; readonly to: string; readonly day: string },
): Promise<Conversion> {
  if (from === to) return { currency: to, rate: null, minorRate: { numerator: 1n, denominator: 1n } };
  const { rows } = await sql<{ rate: string; minorRate: string }>`
    select trim_scale(rate)::text as rate, minor_rate::text as "minorRate" from exchange_rate
    where base = ${from} and quote = ${to} and valid_from <= ${day}::date
    order by valid_from desc
    limit 1`.execute(db);
  const [row] = rows;
  if (!row)
    throw incentiveErrors.RATE_MISSING({
      detail: `/body/payIn: there is no rate from ${from} to ${to} for ${day}: set one with POST /exchange-rates/bulk`,
    });
  return { currency: to, rate: row.rate, minorRate: fractionOf(row.minorRate) };
}
