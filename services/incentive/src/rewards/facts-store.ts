import { type Kysely, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';
import type { Quarter } from '../periods.js';
import type { PartnerFacts, PayeeQuarter, SalespersonFacts } from './rewards.js';

type Db = Kysely<IncentiveDb>;

/** Where a page of payees and quarters begins: after this one. */
export interface PageKey {
  readonly quarter: Quarter;
  readonly payeeId: string;
}

/** Partners' facts, and by what they are in order. */
export type PartnerQuarter = PayeeQuarter<PartnerFacts> & { readonly payeeId: string };
export type SalespersonQuarter = PayeeQuarter<SalespersonFacts> & {
  readonly payeeId: string;
  readonly quotaCurrency: string;
};

/** Lets one run calculate at a time: what is written was then made of the latest that was read. */
export async function claimCalculation(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(7116857, hashtext('incentive.calculate'))`.execute(db);
}

/** In which currency the ledger is kept; none before the first sale. */
export async function selectLedgerCurrency(db: Db): Promise<string | undefined> {
  const row = await db.selectFrom('ledger').select('currency').executeTakeFirst();
  return row?.currency;
}

/** How many payees and quarters a run goes through. */
export async function countPayeeQuarters(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select ((select count(*) from partner_quarter) + (select count(*) from quota))::int as count`.execute(db);
  return rows[0]!.count;
}

/** A page of partners' quarters with the sales of the year before, in the order of quarter and partner. */
export async function selectPartnerQuarters(
  db: Db,
  after: PageKey | undefined,
  limit: number,
): Promise<PartnerQuarter[]> {
  const { rows } = await sql<{
    payeeId: string;
    code: string;
    quarter: number;
    sales: string;
    prior: string;
  }>`
    select q.partner_id as "payeeId", p.code, q.quarter, q.sales, coalesce(b.sales, 0) as prior
    from (
      select partner_id, quarter, sales from partner_quarter
      ${after ? sql`where (quarter, partner_id) > (${after.quarter}, ${after.payeeId}::uuid)` : sql``}
      order by quarter, partner_id
      limit ${limit}
    ) q
    join partner p on p.partner_id = q.partner_id
    left join partner_quarter b on b.partner_id = q.partner_id and b.quarter = q.quarter - 4
    order by q.quarter, q.partner_id`.execute(db);
  return rows.map(({ payeeId, code, quarter, sales, prior }) => ({
    payeeId,
    payeeCode: code,
    quarter,
    facts: { sales: BigInt(sales), priorSales: BigInt(prior) },
  }));
}

/** A page of quotas with what was sold, in the order of quarter and salesperson. */
export async function selectSalespersonQuarters(
  db: Db,
  after: PageKey | undefined,
  limit: number,
): Promise<SalespersonQuarter[]> {
  const { rows } = await sql<{
    code: string;
    quarter: number;
    quota: string;
    currency: string;
    sales: string;
  }>`
    select q.salesperson_code as code, q.quarter, q.amount as quota, q.currency, coalesce(sum(s.sales), 0) as sales
    from (
      select salesperson_code, quarter, amount, currency from quota
      ${after ? sql`where (quarter, salesperson_code) > (${after.quarter}, ${after.payeeId})` : sql``}
      order by quarter, salesperson_code
      limit ${limit}
    ) q
    left join partner_quarter_seller s
      on s.salesperson_code = q.salesperson_code and s.quarter = q.quarter
    group by q.salesperson_code, q.quarter, q.amount, q.currency
    order by q.quarter, q.salesperson_code`.execute(db);
  return rows.map(({ code, quarter, quota, currency, sales }) => ({
    payeeId: code,
    payeeCode: code,
    quarter,
    quotaCurrency: currency,
    facts: { sales: BigInt(sales), quota: BigInt(quota) },
  }));
}
