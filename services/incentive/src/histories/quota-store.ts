import { type Kysely, sql } from 'kysely';
import { type Fraction, fractionOf } from '../calculation/fraction.js';
import { KNOWN_QUOTAS } from '../db/known-quotas.js';
import type { IncentiveDb } from '../db/schema.js';
import type { HistoryRequest } from './histories.js';

type Quotas = Map<string, Map<number, Fraction>>;

/**
 * Quotas by payee, set and quarter, in the currency asked for, at the rate of the quarter's first day.
 *
 * @throws RangeError naming the first quota without a rate.
 */
export async function readQuotas(
  db: Kysely<IncentiveDb>,
  asked: HistoryRequest,
): Promise<Map<string, Quotas>> {
  const found = new Map<string, Quotas>();
  if (asked.quotaSets.length === 0) return found;
  for (const { code, set, quarter, amount, currency } of await selectQuotas(db, asked)) {
    if (amount === null)
      throw new RangeError(
        `there is no rate from ${currency} to ${asked.currency} for the quota of ${asked.payee} "${code}": set one with POST /exchange-rates/bulk`,
      );
    const quotas: Quotas = found.get(code) ?? new Map();
    found.set(code, quotas);
    const ofSet = quotas.get(set) ?? new Map<number, Fraction>();
    quotas.set(set, ofSet);
    ofSet.set(quarter, fractionOf(amount));
  }
  return found;
}

interface QuotaRow {
  readonly code: string;
  readonly set: string;
  readonly quarter: number;
  /** Converted; null where there is no rate. */
  readonly amount: string | null;
  readonly currency: string;
}

/** Targets of a quarter in several currencies make one quota; any of them without a rate leaves it unknown. */
async function selectQuotas(
  db: Kysely<IncentiveDb>,
  { payee, codes, quotaSets, currency }: HistoryRequest,
): Promise<readonly QuotaRow[]> {
  const only = codes === 'all' ? sql`` : sql`and q.payee_code = any(${codes}::text[])`;
  const { rows } = await sql<QuotaRow>`
    select code, "set", quarter, min(currency) filter (where converted is null) as currency,
      case when bool_and(converted is not null) then sum(converted)::text end as amount
    from (
      select q.payee_code as code, q.quota_set as "set", q.quarter, q.currency,
        case when q.currency = ${currency} then q.amount else q.amount * x.minor_rate end as converted
      from ${KNOWN_QUOTAS} q
      left join lateral (
        select minor_rate from exchange_rate rate
        where q.currency <> ${currency} and rate.base = q.currency and rate.quote = ${currency}
          and rate.valid_from <= make_date(q.quarter / 4, q.quarter % 4 * 3 + 1, 1)
        order by rate.valid_from desc
        limit 1
      ) x on true
      where q.payee_kind = ${payee} and q.quota_set = any(${quotaSets}::text[]) ${only}
    ) each
    group by code, "set", quarter
    order by code, "set", quarter`.execute(db);
  return rows;
}
