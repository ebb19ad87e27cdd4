import { type Kysely, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';
import type { SalesLayout } from './sales-columns.js';

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

export interface ImportKey {
  readonly importId: string;
  readonly source: string;
}

export interface Accepted {
  readonly lines: number;
  /** Minor units. */
  readonly amount: bigint;
}

/**
 * Takes the staged lines that are sound, and not there yet, into the ledger; of several with one key the first. Marks the
 * quarters they fall in as dirty, in one order for everybody so that no two imports can wait for each other.
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
      where s.fault_code is null and not exists (
        select from sale e
        where e.order_number = s.order_number and e.product_code = s.product and e.source = ${source}
      )
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
      insert into dirty_quarter (partner_id, quarter, marked_by)
      select partner_id, quarter, ${importId}::uuid from touched order by partner_id, quarter
      on conflict (partner_id, quarter) do update set marked_by = excluded.marked_by
    )
    select coalesce(sum(lines), 0)::int as lines, coalesce(sum(amount), 0)::text as amount from touched`.execute(
    db,
  );
  return { lines: rows[0]!.lines, amount: BigInt(rows[0]!.amount) };
}

/** A file that lines are rejected from. */
export interface RejectingFile extends ImportKey {
  readonly file: string;
  readonly layout: SalesLayout;
}

/**
 * Keeps the staged lines that did not get into the ledger, each with the first of its faults in the order of the columns.
 * A line that was rejected before, as it is, stays one rejection. Lines whose content is there already are no faults.
 *
 * @returns how many were rejected.
 */
export async function rejectStaged(db: Db, given: RejectingFile): Promise<number> {
  const { rows } = await sql<{ rejected: number }>`
    with ${judgedLines(given)}, kept as (
      insert into rejected_sale
        (source, file, line, column_name, value, code, reason, raw, order_number, product_code)
      select ${given.source}, ${given.file}, line, column_name, left(value, 200), code, reason, left(raw, 10000),
        order_number, product
      from fault
      on conflict (source, file, line, raw_hash) do update set
        column_name = excluded.column_name, value = excluded.value, code = excluded.code, reason = excluded.reason
      returning rejected_id
    ), listed as (
      insert into sales_import_rejection (import_id, rejected_id) select ${given.importId}::uuid, rejected_id from kept
    )
    select count(*)::int as rejected from kept`.execute(db);
  return rows[0]!.rejected;
}

/**
 * `known`: staged lines that something may be wrong with, beside what they name. `fault`: the first fault of each. A line
 * whose key is in the ledger is at fault where it says something else.
 */
function judgedLines({ source, layout }: RejectingFile) {
  const { partner, product, salesperson } = layout.placeOf;
  const column = (place: number): string => layout.columns[place]!;
  return sql`known as (
      select s.*, p.partner_id, d.code as known_product, t.code as known_salesperson,
        ${differingColumn(layout)} as differing
      from staged_sale s
      left join partner_reference p on p.reference = s.partner
      left join product d on d.code = s.product
      left join salesperson t on t.code = s.salesperson
      left join sale e on e.order_number = s.order_number and e.product_code = s.product and e.source = ${source}
      where s.fault_rank is not null or p.partner_id is null or d.code is null or t.code is null
        or (s.sold_on, p.partner_id, s.salesperson, s.quantity, s.amount)
          is distinct from (e.sold_on, e.partner_id, e.salesperson_code, e.quantity, e.amount)
    ), fault as (
      select distinct on (k.line) k.line, k.raw, k.order_number, k.product, f.*
      from known k
      cross join lateral (values
        (k.fault_rank, k.fault_column, k.fault_value, k.fault_code, k.fault_reason),
        (case when k.partner is not null and k.partner_id is null then ${partner}::int end, ${column(partner)},
          k.partner, 'UNKNOWN_PARTNER', 'no partner has this external id or code'),
        (case when k.product is not null and k.known_product is null then ${product}::int end, ${column(product)},
          k.product, 'UNKNOWN_PRODUCT', 'no product has this code'),
        (case when k.salesperson is not null and k.known_salesperson is null then ${salesperson}::int end,
          ${column(salesperson)}, k.salesperson, 'UNKNOWN_SALESPERSON', 'no salesperson has this code'),
        (case when k.differing is not null then ${AFTER_ALL_COLUMNS}::int end, k.differing ->> 0, k.differing ->> 1,
          'CONFLICTING_DUPLICATE', 'this order and product are in the ledger with other content')
      ) f (rank, column_name, value, code, reason)
      where f.rank is not null
      order by k.line, f.rank
    )`;
}

/** A conflict counts when nothing else is wrong with a line. */
const AFTER_ALL_COLUMNS = 1_000_000;

/** Of a staged line the first column, and its value, that differs from the sale with its key; null when all agree. */
function differingColumn({ columns, fields }: SalesLayout) {
  const comparisons = fields.flatMap(({ field, place }) => {
    const compared = COMPARED[field];
    return compared
      ? [sql`when ${compared.differs} then jsonb_build_array(${columns[place]!}::text, ${compared.value})`]
      : [];
  });
  return sql`case ${sql.join(comparisons, sql` `)} end`;
}

const COMPARED = {
  date: { differs: sql`s.sold_on <> e.sold_on`, value: sql`s.sold_on::text` },
  partner: { differs: sql`p.partner_id <> e.partner_id`, value: sql`s.partner` },
  salesperson: { differs: sql`s.salesperson <> e.salesperson_code`, value: sql`s.salesperson` },
  quantity: { differs: sql`s.quantity <> e.quantity`, value: sql`s.quantity::text` },
  amount: { differs: sql`s.amount <> e.amount`, value: sql`(s.amount / 100.0)::numeric(20, 2)::text` },
  order: undefined,
  product: undefined,
};

/** Rejections of earlier imports whose sale has now got into the ledger have been put right. */
export async function closeRejections(db: Db, { importId, source }: ImportKey): Promise<void> {
  await sql`
    update rejected_sale r
    set is_open = false
    where r.source = ${source} and r.is_open and r.code <> 'CONFLICTING_DUPLICATE'
      and exists (
        select from sale s
        where s.order_number = r.order_number and s.product_code = r.product_code and s.source = r.source
          and s.import_id = ${importId}
      )
      and not exists (
        select from sales_import_rejection l where l.rejected_id = r.rejected_id and l.import_id = ${importId}
      )`.execute(db);
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
