import { type Kysely, sql } from 'kysely';
import { LEDGER_AMOUNT, LEDGER_RATE } from '../currencies/ledger-amount.js';
import type { IncentiveDb } from '../db/schema.js';
import type { Quarter } from '../periods.js';

type Db = Kysely<IncentiveDb>;

export interface PartnerQuarterKey {
  readonly partnerId: string;
  readonly quarter: Quarter;
}

/**
 * Lets one at a time sum up, and so none write an older sum over a newer one. What the one before has done is seen, marks
 * and sums alike.
 */
export async function claimSummaries(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(7116857, hashtext('incentive.summarise'))`.execute(db);
}

/** Takes dirty quarters off the list. They come back if the transaction fails. */
export async function takeDirtyQuarters(db: Db, limit: number): Promise<PartnerQuarterKey[]> {
  const { rows } = await sql<PartnerQuarterKey>`
    with dirty as (
      select partner_id, quarter from dirty_quarter
      group by partner_id, quarter
      order by partner_id, quarter
      limit ${limit}
    ), taken as (
      delete from dirty_quarter d using dirty
      where d.partner_id = dirty.partner_id and d.quarter = dirty.quarter
    )
    select partner_id as "partnerId", quarter from dirty`.execute(db);
  return rows;
}

/** How many quarters are to be summed up, and how many parts of the ledger lack indexes for it. */
export async function countUnsummed(db: Db): Promise<{ readonly quarters: number; readonly parts: number }> {
  const { rows } = await sql<{ quarters: number; parts: number }>`
    select (select count(*)::int from (select distinct partner_id, quarter from dirty_quarter) d) as quarters,
      (select count(*)::int from pg_inherits i join pg_class c on c.oid = i.inhrelid
       where i.inhparent = 'sale'::regclass and to_regclass(c.relname || '_by_quarter') is null) as parts`.execute(
    db,
  );
  return rows[0]!;
}

/** A quarter whose sums have changed. */
export interface ChangedQuarter extends PartnerQuarterKey {
  readonly partnerCode: string;
  readonly sales: string;
  readonly orders: number;
  readonly lines: number;
  readonly productGroups: string[];
  readonly currency: string;
}

const pairsOf = (keys: readonly PartnerQuarterKey[]) => sql`
  unnest(${keys.map(({ partnerId }) => partnerId)}::uuid[], ${keys.map(({ quarter }) => quarter)}::int[])
    as pair (partner_id, quarter)`;

/**
 * Sums quarters up from the ledger, returns taken off. Orders, lines and product groups are those of sales. Not one statement with taking them off the list: it must see every sale whose mark
 * was seen.
 *
 * @returns those that are not as they were.
 */
export async function resumQuarters(db: Db, keys: readonly PartnerQuarterKey[]): Promise<ChangedQuarter[]> {
  const { rows } = await sql<ChangedQuarter>`
    with line as (
      select s.partner_id, s.quarter, s.source, s.order_number, ${LEDGER_AMOUNT} as amount, p.product_group,
        s.returns_line_id is not null as is_return
      from ${pairsOf(keys)}
      join sale s on s.partner_id = pair.partner_id and s.quarter = pair.quarter
      join product p on p.code = s.product_code
      ${LEDGER_RATE}
    ), one_order as (
      select partner_id, quarter, sum(amount) as sales, count(*) filter (where not is_return) as lines
      from line group by partner_id, quarter, source, order_number
    ), total as (
      select partner_id, quarter, sum(sales) as sales, count(*) filter (where lines > 0) as orders, sum(lines) as lines
      from one_order group by partner_id, quarter
    ), grouped as (
      select partner_id, quarter, array_agg(product_group order by product_group collate "C") as product_groups
      from (select distinct partner_id, quarter, product_group from line where not is_return) g
      group by partner_id, quarter
    ), changed as (
      insert into partner_quarter as q (partner_id, quarter, sales, orders, lines, product_groups)
      select pair.partner_id, pair.quarter, coalesce(t.sales, 0), coalesce(t.orders, 0), coalesce(t.lines, 0),
        coalesce(g.product_groups, '{}')
      from ${pairsOf(keys)}
      left join total t on t.partner_id = pair.partner_id and t.quarter = pair.quarter
      left join grouped g on g.partner_id = pair.partner_id and g.quarter = pair.quarter
      on conflict (partner_id, quarter) do update set
        sales = excluded.sales, orders = excluded.orders, lines = excluded.lines,
        product_groups = excluded.product_groups
      where (q.sales, q.orders, q.lines, q.product_groups)
        is distinct from (excluded.sales, excluded.orders, excluded.lines, excluded.product_groups)
      returning *
    )
    select c.partner_id as "partnerId", p.code as "partnerCode", c.quarter, c.sales, c.orders, c.lines,
      c.product_groups as "productGroups", (select currency from ledger) as currency
    from changed c join partner p on p.partner_id = c.partner_id
    order by c.partner_id, c.quarter`.execute(db);
  return rows;
}

/** Sums up who sold in these quarters; who no longer did leaves the list. */
export async function resumSellers(db: Db, keys: readonly PartnerQuarterKey[]): Promise<void> {
  await sql`
    with fresh as (
      select s.partner_id, s.quarter, s.salesperson_code, sum(${LEDGER_AMOUNT}) as sales
      from ${pairsOf(keys)}
      join sale s on s.partner_id = pair.partner_id and s.quarter = pair.quarter
      ${LEDGER_RATE}
      group by s.partner_id, s.quarter, s.salesperson_code
    ), gone as (
      delete from partner_quarter_seller old
      using ${pairsOf(keys)}
      where old.partner_id = pair.partner_id and old.quarter = pair.quarter and not exists (
        select from fresh f
        where f.partner_id = old.partner_id and f.quarter = old.quarter and f.salesperson_code = old.salesperson_code
      )
    )
    insert into partner_quarter_seller as q (partner_id, quarter, salesperson_code, sales)
    select partner_id, quarter, salesperson_code, sales from fresh
    on conflict (partner_id, quarter, salesperson_code) do update set sales = excluded.sales
    where q.sales <> excluded.sales`.execute(db);
}

/** The quarters in which these products were sold must be summed up again. @returns how many they are. */
export async function markQuartersOfProducts(db: Db, productCodes: readonly string[]): Promise<bigint> {
  const { numAffectedRows = 0n } = await sql`
    insert into dirty_quarter (partner_id, quarter)
    select distinct partner_id, quarter from sale
    where product_code = any(${productCodes}::text[])`.execute(db);
  return numAffectedRows;
}
