import { type Kysely, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';
import type { ImportKey, SalesLayout } from './sales-columns.js';
import { saleOfLine } from './sale-of-line.js';

type Db = Kysely<IncentiveDb>;

/** A file that lines are rejected from. */
export interface RejectingFile extends ImportKey {
  readonly file: string;
  readonly layout: SalesLayout;
}

export interface Rejected {
  readonly rejected: number;
  readonly newlyRejected: number;
}

/**
 * Keeps the staged lines that did not get into the ledger, each with the first of its faults in the order of the columns.
 * A line that was rejected before, as it is, stays one rejection. Lines whose content is there already are no faults.
 *
 * @returns how many were rejected, and how many of them for the first time.
 */
export async function rejectStaged(db: Db, given: RejectingFile): Promise<Rejected> {
  const { rows } = await sql<Rejected>`
    with ${judgedLines(given)}, kept as (
      insert into rejected_sale
        (source, file, line, column_name, value, code, reason, raw, order_number, product_code)
      select ${given.source}, ${given.file}, line, column_name, left(value, 200), code, reason, left(raw, 10000),
        order_number, product
      from fault
      on conflict (source, file, line, raw_hash) do update set
        column_name = excluded.column_name, value = excluded.value, code = excluded.code, reason = excluded.reason
      -- Only a row that was inserted, not updated, has no one who has locked it.
      returning rejected_id, xmax = 0 as is_new
    ), listed as (
      insert into sales_import_rejection (import_id, rejected_id) select ${given.importId}::uuid, rejected_id from kept
    )
    select count(*)::int as rejected, count(*) filter (where is_new)::int as "newlyRejected" from kept`.execute(
    db,
  );
  return rows[0]!;
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
      left join lateral ${saleOfLine(source)} on true
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
