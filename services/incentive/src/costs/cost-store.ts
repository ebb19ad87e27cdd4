import { type Kysely, sql } from 'kysely';
import type { PayPeriod } from '../calculation/pay-periods.js';
import { LEDGER_AMOUNT, LEDGER_RATE } from '../currencies/ledger-amount.js';
import type { IncentiveDb } from '../db/schema.js';
import type { CostBook, PayeeCost, Place, Revenue } from './costs.js';

type Db = Kysely<IncentiveDb>;

/** Results as they stand, or what was posted of them. */
export type Basis = 'calculated' | 'posted';

/** Which results and sales are compared: results of periods that end in these months count, whatever their length. */
type CostPeriod = Pick<PayPeriod, 'first' | 'months' | 'end'>;

const NOWHERE: Place = { path: [], channel: null };

/** The currency of the ledger; undefined while it is empty. */
export async function selectLedgerCurrency(db: Db): Promise<string | undefined> {
  const row = await db.selectFrom('ledger').select('currency').executeTakeFirst();
  return row?.currency;
}

/** @throws RangeError naming the currency, and the day, that there is no rate for. */
export async function readCostBook(
  db: Db,
  period: CostPeriod,
  basis: Basis,
  currency: string,
): Promise<CostBook> {
  const costs = await selectCosts(db, period, basis, currency);
  const revenues = await selectRevenues(db, period);
  const places = await selectPlaces(db, period.end);
  return { costs, revenues, placeOf: (code) => places.get(code) ?? NOWHERE };
}

interface CostLine extends Omit<PayeeCost, 'amount'> {
  readonly amount: string | null;
  readonly currency: string;
  readonly end: string;
}

/** Converted at the rate of the last day of their period, and rounded, period by period. */
async function selectCosts(
  db: Db,
  { first, end }: CostPeriod,
  basis: Basis,
  currency: string,
): Promise<PayeeCost[]> {
  const results = basis === 'posted' ? sql`earning where true` : sql`result_version where until_run is null`;
  const { rows } = await sql<CostLine>`
    select c.payee_kind as "payeeKind", c.payee_code as "payeeCode", c.plan_code as "planCode", c.currency,
      c.period_end::text as end,
      (case when c.currency = ${currency} then c.amount else round(c.amount * x.minor_rate) end)::text as amount
    from (
      select payee_kind, payee_code, plan_code, currency, period_end, sum(amount) as amount
      from ${results} and period_end between make_date(${first}::int / 12, ${first}::int % 12 + 1, 1) and ${end}::date
      group by payee_kind, payee_code, plan_code, currency, period_end
    ) c
    left join lateral (
      select minor_rate from exchange_rate rate
      where c.currency <> ${currency} and rate.base = c.currency and rate.quote = ${currency} and rate.valid_from <= c.period_end
      order by rate.valid_from desc
      limit 1
    ) x on true
    order by c.payee_kind, c.payee_code, c.plan_code, c.period_end`.execute(db);
  return rows.map(({ amount, currency: own, end: day, ...cost }) => {
    if (amount === null)
      throw new RangeError(
        `there is no rate from ${own} to ${currency} for ${day}, in which plan "${cost.planCode}" pays: set one with POST /exchange-rates/bulk`,
      );
    return { ...cost, amount: BigInt(amount) };
  });
}

async function selectRevenues(db: Db, { first, months }: CostPeriod): Promise<Revenue[]> {
  const { rows } = await sql<Omit<Revenue, 'amount'> & { amount: string }>`
    select p.code as "partnerCode", r.salesperson_code as "salespersonCode", r.amount::text as amount
    from (
      select s.partner_id, s.salesperson_code, sum(${LEDGER_AMOUNT}) as amount
      from sale s ${LEDGER_RATE}
      where s.month >= ${first} and s.month < ${first + months}
      group by s.partner_id, s.salesperson_code
    ) r
    join partner p on p.partner_id = r.partner_id
    order by p.code, r.salesperson_code`.execute(db);
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}

/** Partners in a territory or with a known type, as they are on a day; territories are those of today. */
async function selectPlaces(db: Db, day: string): Promise<Map<string, Place>> {
  const { rows } = await sql<Place & { code: string }>`
    select p.code, coalesce(t.path, '{}') as path, (
      select f.value from payee_fact f
      where f.payee_kind = 'partner' and f.payee_code = p.code and f.name = 'partner-type' and f.valid_from <= ${day}::date
      order by f.valid_from desc
      limit 1
    ) as channel
    from partner p left join partner_territory t on t.partner_id = p.partner_id`.execute(db);
  return new Map(rows.map(({ code, path, channel }) => [code, { path, channel }]));
}
