import { type Kysely, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';
import { saleOfLine } from './sale-of-line.js';
import type { ImportKey } from './sales-columns.js';

type Db = Kysely<IncentiveDb>;

/** Sales lines on their way into the ledger: see {@link STAGED_COLUMNS}. */
export const STAGING_TABLE = 'staged_sale';

/** The staging table is the transaction's own and goes with it: whatever happens, nothing of it stays. */
export async function createStaging(db: Db): Promise<void> {
  await sql`
    create temporary table staged_sale (
      line int not null,
      order_number text collate "C",
      product text collate "C",
      partner text collate "C",
      salesperson text collate "C",
      sold_on date,
      quantity int,
      amount bigint,
      fault_rank int,
      fault_column text,
      fault_code text,
      fault_value text,
      fault_reason text,
      raw text not null
    ) on commit drop`.execute(db);
}

/** Nobody else counts what is in a temporary table: without this, plans are made for a few lines. */
export async function countStaging(db: Db): Promise<void> {
  await sql`analyze staged_sale (line, fault_code)`.execute(db);
}

export async function clearStaging(db: Db): Promise<void> {
  await sql`truncate staged_sale`.execute(db);
}

/** Of two files of one source the later waits for the earlier: what is not there yet cannot come while it is taken. */
export async function claimSource(db: Db, source: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(7116857, hashtext(${`incentive.sales.${source}`}))`.execute(db);
}

export interface Accepted {
  readonly lines: number;
  /** Minor units. */
  readonly amount: bigint;
}

/**
 * Takes the staged lines that are sound, and not there yet, into the ledger; of several with one key the first. Marks the
 * quarters they fall in as dirty.
 */
export async function acceptStaged(db: Db, { importId, source }: ImportKey): Promise<Accepted> {
  const { rows } = await sql<{ lines: number; amount: string }>`
    with sound as (
      select distinct on (s.order_number, s.product)
        s.amount, p.partner_id, s.sold_on, s.quantity, s.line, s.order_number, s.product, s.salesperson
      from staged_sale s
      join partner_reference p on p.reference = s.partner
      join product d on d.code = s.product
      join salesperson t on t.code = s.salesperson
      left join lateral ${saleOfLine(source)} on true
      where s.fault_code is null and e.line is null
      order by s.order_number, s.product, s.line
    ), accepted as (
      insert into sale (amount, partner_id, import_id, sold_on, quantity, line, order_number, product_code, source,
        salesperson_code)
      select amount, partner_id, ${importId}::uuid, sold_on, quantity, line, order_number, product, ${source}, salesperson
      from sound
      returning partner_id, quarter, amount
    ), touched as (
      select partner_id, quarter, count(*) as lines, sum(amount) as amount from accepted group by partner_id, quarter
    ), marked as (
      insert into dirty_quarter (partner_id, quarter) select partner_id, quarter from touched
    )
    select coalesce(sum(lines), 0)::int as lines, coalesce(sum(amount), 0)::text as amount from touched`.execute(
    db,
  );
  return { lines: rows[0]!.lines, amount: BigInt(rows[0]!.amount) };
}

/** Keeps the ledger in the currency of its first sale. @returns that currency. */
export async function claimLedgerCurrency(db: Db, currency: string): Promise<string> {
  await db
    .insertInto('ledger')
    .values({ currency })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await db.selectFrom('ledger').select('currency').executeTakeFirstOrThrow();
  return row.currency;
}
