import { type Kysely, type RawBuilder, sql } from 'kysely';
import { decimalText } from '../currencies/decimal-text.js';
import type { IncentiveDb } from '../db/schema.js';
import type { Taking } from './accept-store.js';
import type { RejectionCode } from './rejection-code.js';
import { originalOfLine, rateOfLine, saleOfLine } from './sale-of-line.js';
import type { ImportKey, SalesField, SalesLayout } from './sales-columns.js';
import type { Rejected } from './tally.js';

type Db = Kysely<IncentiveDb>;

/** A file that lines are rejected from. */
export interface RejectingFile extends Taking {
  readonly file: string;
  readonly layout: SalesLayout;
}

/**
 * Keeps the staged lines that did not get into the ledger, each with the first of its faults in the order of the columns.
 * A line that was rejected before, as it is, stays one rejection. Lines whose content is there already are no faults.
 *
 * @param which of the staged lines have been tried: sales with all that cannot be read, or returns.
 * @returns how many were rejected, and how many of them for the first time.
 */
export async function rejectStaged(
  db: Db,
  given: RejectingFile,
  which: 'sales' | 'returns',
): Promise<Rejected> {
  const { rows } = await sql<Rejected>`
    with ${judgedLines(given, which)}, kept as (
      insert into rejected_sale
        (source, file, line, column_name, value, code, reason, raw, order_number, product_code, line_id, said)
      select ${given.source}, ${given.file}, line, column_name, left(value, 200), code, reason, left(raw, 10000),
        order_number, product, line_id, said
      from fault
      on conflict (source, file, line, raw_hash) do update set
        column_name = excluded.column_name, value = excluded.value, code = excluded.code, reason = excluded.reason,
        said = excluded.said
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
 * whose id is in the ledger is at fault where it says something else.
 */
function judgedLines(given: RejectingFile, which: 'sales' | 'returns') {
  const { source, layout, currency } = given;
  const tried =
    which === 'returns' ? sql`s.returns is not null` : sql`(s.returns is null or s.fault_code is not null)`;
  return sql`known as (
      select s.*, p.partner_id, d.code as known_product, t.code as known_salesperson, x.minor_rate,
        coalesce(s.currency, ${currency}) as line_currency, e.line as taken, ${differingColumn(layout, currency)} as differing,
        o.line_id as original, o.sold_on as original_sold_on,
        o.partner_id = p.partner_id and o.product_code = s.product and o.salesperson_code = s.salesperson
          and o.currency = coalesce(s.currency, ${currency}) as is_of_original,
        case when s.fault_rank is null then ${said(currency)} end as said
      from staged_sale s
      left join partner_reference p on p.reference = s.partner
      left join product d on d.code = s.product
      left join salesperson t on t.code = s.salesperson
      left join lateral ${saleOfLine(source)} on true
      left join lateral ${originalOfLine(source)} on true
      left join lateral ${rateOfLine(given, sql`s.sold_on`)} on true
      where ${tried} and (s.fault_rank is not null or p.partner_id is null or d.code is null or t.code is null
        or (s.sold_on, p.partner_id, s.salesperson, s.quantity, s.amount, s.order_number, s.product,
            coalesce(s.currency, ${currency}), s.returns)
          is distinct from (e.sold_on, e.partner_id, e.salesperson_code, e.quantity, e.amount, e.order_number,
            e.product_code, e.currency, e.returns_line_id))
    ), fault as (
      select distinct on (k.line) k.line, k.raw, k.order_number, k.product, k.line_id, k.said, f.*
      from known k
      cross join lateral (values ${sql.join(faultsOf(given))}) f (rank, column_name, value, code, reason)
      where f.rank is not null
      order by k.line, f.rank
    )`;
}

/** What a sound line says, for trying it again once what it names is there. */
function said(currency: string): RawBuilder<unknown> {
  return sql`jsonb_build_object('line', s.line, 'order_number', s.order_number, 'product', s.product,
    'partner', s.partner, 'salesperson', s.salesperson, 'sold_on', s.sold_on, 'quantity', s.quantity, 'amount', s.amount,
    'own_id', s.own_id, 'returns', s.returns, 'currency', coalesce(s.currency, ${currency}), 'raw', s.raw)`;
}

/** Every fault that shows only beside what is known: when, its rank, column, value, code and reason. */
function faultsOf({ layout, ledgerCurrency }: RejectingFile): readonly RawBuilder<unknown>[] {
  const fault = (
    when: RawBuilder<unknown>,
    field: SalesField,
    value: RawBuilder<unknown>,
    code: RejectionCode,
    reason: string,
  ): RawBuilder<unknown> => {
    const place = layout.placeOf[field];
    return sql`(case when ${when} then ${place < 0 ? layout.columns.length : place}::int end,
      ${layout.columns[place] ?? null}::text, ${value}, ${code}, ${reason})`;
  };
  return [
    sql`(k.fault_rank, k.fault_column, k.fault_value, k.fault_code, k.fault_reason)`,
    fault(sql`k.partner is not null and k.partner_id is null`, 'partner', sql`k.partner`, 'UNKNOWN_PARTNER',
      'no partner has this external id or code'),
    fault(sql`k.product is not null and k.known_product is null`, 'product', sql`k.product`, 'UNKNOWN_PRODUCT',
      'no product has this code'),
    fault(sql`k.salesperson is not null and k.known_salesperson is null`, 'salesperson', sql`k.salesperson`,
      'UNKNOWN_SALESPERSON', 'no salesperson has this code'),
    fault(sql`k.fault_rank is null and k.returns is null and k.line_currency <> ${ledgerCurrency} and k.minor_rate is null`,
      'currencyColumn', sql`k.line_currency`, 'RATE_MISSING',
      `there is no rate to ${ledgerCurrency} for that day: set one with POST /exchange-rates/bulk, and try the line again`),
    fault(sql`k.returns is not null and k.original is null`, 'returns', sql`k.returns`, 'RETURN_WITHOUT_ORIGINAL',
      'no sale of this source has this line id: import it first, and try the line again'),
    fault(sql`k.returns is not null and not k.is_of_original`, 'returns', sql`k.returns`, 'RETURN_DIFFERS',
      'a return is of the same partner, product, salesperson and currency as its sale'),
    fault(sql`k.returns is not null and k.sold_on < k.original_sold_on`, 'date', sql`k.sold_on::text`,
      'RETURN_BEFORE_SALE', 'is before the day of the sale that it returns'),
    sql`(case when k.differing is not null then ${AFTER_ALL_COLUMNS}::int end, k.differing ->> 0, k.differing ->> 1,
      'CONFLICTING_DUPLICATE', 'a line with this id is in the ledger with other content')`,
    sql`(case when k.returns is not null and k.original is not null and k.taken is null then ${AFTER_ALL_COLUMNS + 1}::int end,
      ${layout.columns[layout.placeOf.returns] ?? null}::text, k.returns,
      'RETURN_EXCEEDS_ORIGINAL', 'more would come back than was sold')`,
  ]; // prettier-ignore
}

/** A conflict counts when nothing else is wrong with a line. */
const AFTER_ALL_COLUMNS = 1_000_000;

/** Of a staged line the first column, and its value, that differs from the sale with its id; null when all agree. */
function differingColumn({ columns, fields }: SalesLayout, currency: string) {
  const compared = comparisons(currency);
  const cases = fields.map(({ field, place }) => {
    const { differs, value } = compared[field];
    return sql`when ${differs} then jsonb_build_array(${columns[place]!}::text, ${value})`;
  });
  return sql`case when e.line is null then null ${sql.join(cases, sql` `)} end`;
}

function comparisons(currency: string) {
  return {
    date: { differs: sql`s.sold_on <> e.sold_on`, value: sql`s.sold_on::text` },
    partner: { differs: sql`p.partner_id <> e.partner_id`, value: sql`s.partner` },
    salesperson: { differs: sql`s.salesperson <> e.salesperson_code`, value: sql`s.salesperson` },
    quantity: { differs: sql`s.quantity <> e.quantity`, value: sql`s.quantity::text` },
    amount: {
      differs: sql`s.amount <> e.amount`,
      value: decimalText(sql`s.amount`, sql`coalesce(s.currency, ${currency})`),
    },
    order: { differs: sql`s.order_number <> e.order_number`, value: sql`s.order_number` },
    product: { differs: sql`s.product <> e.product_code`, value: sql`s.product` },
    lineId: { differs: sql`s.line_id <> e.line_id`, value: sql`s.line_id` },
    returns: { differs: sql`s.returns is distinct from e.returns_line_id`, value: sql`s.returns` },
    currencyColumn: {
      differs: sql`coalesce(s.currency, ${currency}) <> e.currency`,
      value: sql`coalesce(s.currency, ${currency})`,
    },
  } satisfies Record<SalesField, { differs: RawBuilder<unknown>; value: RawBuilder<unknown> }>;
}

/** Rejections of earlier imports whose sale has now got into the ledger have been put right. */
export async function closeRejections(db: Db, { importId, source }: ImportKey): Promise<void> {
  await sql`
    update rejected_sale r
    set is_open = false
    where r.source = ${source} and r.is_open and r.code <> 'CONFLICTING_DUPLICATE'
      and exists (
        select from sale s
        where s.line_id = r.line_id and s.source = r.source and s.import_id = ${importId}
      )
      and not exists (
        select from sales_import_rejection l where l.rejected_id = r.rejected_id and l.import_id = ${importId}
      )`.execute(db);
}
