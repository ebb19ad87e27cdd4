import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';
import { originalOfLine, rateOfLine, saleOfLine } from './sale-of-line.js';
import type { ImportKey } from './sales-columns.js';
import type { Accepted } from './tally.js';

type Db = Kysely<IncentiveDb>;

/** Lines to take into the ledger. */
export interface Taking extends ImportKey {
  /** In which the ledger is kept: an amount in another currency needs a rate. */
  readonly ledgerCurrency: string;
  /** That of the lines which do not name theirs. */
  readonly currency: string;
}

/**
 * Takes the staged lines that are sound, and not there yet, into the ledger; of several with one id the first. Marks the
 * quarters they fall in as dirty.
 */
export async function acceptSales(db: Db, taking: Taking): Promise<Accepted> {
  const { source, currency, ledgerCurrency } = taking;
  return insertSound(
    db,
    taking,
    sql`
      select distinct on (s.line_id)
        s.amount, p.partner_id, s.sold_on, s.sold_on as credited_on, s.quantity, s.line, s.order_number, s.product,
        s.salesperson, s.line_id, s.returns, coalesce(s.currency, ${currency}) as currency, x.minor_rate
      from staged_sale s
      join partner_reference p on p.reference = s.partner
      join product d on d.code = s.product
      join salesperson t on t.code = s.salesperson
      left join lateral ${saleOfLine(source)} on true
      left join lateral ${rateOfLine(taking, sql`s.sold_on`)} on true
      where s.fault_code is null and s.returns is null and e.line is null
        and (coalesce(s.currency, ${currency}) = ${ledgerCurrency} or x.minor_rate is not null)
      order by s.line_id, s.line`,
  );
}

/**
 * Takes the staged returns whose originals are in the ledger, in the order of the file, as long as no more comes back
 * than was sold.
 */
export async function acceptReturns(db: Db, taking: Taking): Promise<Accepted> {
  const { source, currency } = taking;
  return insertSound(
    db,
    taking,
    sql`
      select amount, partner_id, sold_on, credited_on, quantity, line, order_number, product, salesperson, line_id, returns,
        currency, minor_rate
      from (
        select s.amount, o.partner_id, s.sold_on, o.credited_on, s.quantity, s.line, s.order_number, s.product,
          s.salesperson, s.line_id, s.returns, o.currency, x.minor_rate,
          o.quantity + back.quantity + sum(s.quantity) over so_far as quantity_left,
          o.amount + back.amount + sum(s.amount) over so_far as amount_left
        from (
          select distinct on (line_id) * from staged_sale where fault_code is null and returns is not null
          order by line_id, line
        ) s
        join partner_reference p on p.reference = s.partner
        join lateral ${originalOfLine(source)} on true
        left join lateral ${saleOfLine(source)} on true
        left join lateral ${rateOfLine(taking, sql`o.credited_on`)} on true
        cross join lateral (
          select coalesce(sum(r.quantity), 0) as quantity, coalesce(sum(r.amount), 0) as amount
          from sale r where r.returns_line_id = s.returns and r.source = ${source}
        ) back
        where e.line is null and o.partner_id = p.partner_id and o.product_code = s.product
          and o.salesperson_code = s.salesperson and o.currency = coalesce(s.currency, ${currency})
          and s.sold_on >= o.sold_on
        window so_far as (partition by s.returns order by s.line)
      ) fitting
      where quantity_left >= 0 and amount_left >= 0`,
  );
}

async function insertSound(db: Db, taking: Taking, sound: RawBuilder<unknown>): Promise<Accepted> {
  const { importId, source, ledgerCurrency } = taking;
  const { rows } = await sql<{ lines: number; amount: string }>`
    with sound as (${sound}), accepted as (
      insert into sale (amount, partner_id, import_id, sold_on, credited_on, quantity, line, order_number, product_code,
        source, salesperson_code, line_id, returns_line_id, currency)
      select amount, partner_id, ${importId}::uuid, sold_on, credited_on, quantity, line, order_number, product,
        ${source}, salesperson, line_id, returns, currency
      from sound
      returning partner_id, quarter
    ), touched as (
      select partner_id, quarter, count(*) as lines from accepted group by partner_id, quarter
    ), marked as (
      insert into dirty_quarter (partner_id, quarter) select partner_id, quarter from touched
    )
    select coalesce((select sum(lines) from touched), 0)::int as lines,
      coalesce((select sum(case when currency = ${ledgerCurrency} then amount else round(amount * minor_rate) end)
        from sound), 0)::text as amount`.execute(db);
  return { lines: rows[0]!.lines, amount: BigInt(rows[0]!.amount) };
}
