import { type Kysely, sql } from 'kysely';
import { type Fraction, fractionOf } from '../calculation/fraction.js';
import type { IncentiveDb } from '../db/schema.js';
import type { HistoryRequest } from './histories.js';

/** The set that quotas belong to, as long as there are no others. */
const SALES = 'sales';

type Quotas = Map<string, Map<number, Fraction>>;

/**
 * Quotas by person, set and quarter, in the currency asked for, at the rate of the quarter's first day.
 *
 * @throws RangeError naming the first quota without a rate.
 */
export async function readQuotas(
  db: Kysely<IncentiveDb>,
  { payee, codes, quotaSets, currency }: HistoryRequest,
): Promise<Map<string, Quotas>> {
  const found = new Map<string, Quotas>();
  if (payee !== 'salesperson' || !quotaSets.includes(SALES)) return found;
  const only = codes === 'all' ? sql`` : sql`where q.salesperson_code = any(${codes}::text[])`;
  const { rows } = await sql<{ code: string; quarter: number; amount: string | null; currency: string }>`
    select q.salesperson_code as code, q.quarter, q.currency,
      (case when q.currency = ${currency} then q.amount else q.amount * x.minor_rate end)::text as amount
    from quota q
    left join lateral (
      select minor_rate from exchange_rate rate
      where q.currency <> ${currency} and rate.base = q.currency and rate.quote = ${currency}
        and rate.valid_from <= make_date(q.quarter / 4, q.quarter % 4 * 3 + 1, 1)
      order by rate.valid_from desc
      limit 1
    ) x on true
    ${only}
    order by q.salesperson_code, q.quarter`.execute(db);
  for (const { code, quarter, amount, currency: own } of rows) {
    if (amount === null)
      throw new RangeError(
        `there is no rate from ${own} to ${currency} for the quota of salesperson "${code}": set one with POST /exchange-rates/bulk`,
      );
    const quotas: Quotas = found.get(code) ?? new Map([[SALES, new Map<number, Fraction>()]]);
    found.set(code, quotas);
    quotas.get(SALES)!.set(quarter, fractionOf(amount));
  }
  return found;
}
