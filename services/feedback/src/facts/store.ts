import { sql } from 'kysely';
import type { Db } from '../db/schema.js';
import type { QuarterFacts, YearFacts } from './facts.js';

/** Replaces what is known of these quarters. */
export async function saveQuarters(db: Db, quarters: readonly QuarterFacts[]): Promise<void> {
  const rows = quarters.map((quarter) => ({
    partner_id: quarter.partnerId,
    period: quarter.period,
    partner_code: quarter.partnerCode,
    sales: quarter.sales.amount,
    currency: quarter.sales.currency,
    orders: quarter.orders,
    product_groups: [...quarter.productGroups],
  }));
  await db
    .insertInto('partner_quarter')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['partner_id', 'period']).doUpdateSet((eb) => ({
        partner_code: eb.ref('excluded.partner_code'),
        sales: eb.ref('excluded.sales'),
        currency: eb.ref('excluded.currency'),
        orders: eb.ref('excluded.orders'),
        product_groups: eb.ref('excluded.product_groups'),
      })),
    )
    .execute();
}

interface YearRow {
  readonly partner_id: string;
  readonly partner_code: string;
  readonly sales: string;
  readonly sales_before: string;
  readonly orders: string;
  readonly product_groups: string;
  readonly currencies: string[];
}

/** A partner's year, and the currencies of its amounts that are not zero. */
export interface PartnerYear {
  readonly facts: YearFacts;
  readonly currencies: readonly string[];
}

/** Partners with sales in a year, after one of them, in the order of their ids. */
export async function readPage(
  db: Db,
  year: number,
  after: string | undefined,
  limit: number,
): Promise<PartnerYear[]> {
  const { rows } = await sql<YearRow>`
    select q.partner_id, (array_agg(q.partner_code order by q.period desc))[1] as partner_code,
      sum(q.sales) filter (where q.year = ${year}) as sales,
      coalesce(sum(q.sales) filter (where q.year < ${year}), 0) as sales_before,
      sum(q.orders) filter (where q.year = ${year}) as orders,
      (select count(distinct product_group)
        from partner_quarter own, unnest(own.product_groups) product_group
        where own.partner_id = q.partner_id and own.year = ${year}) as product_groups,
      coalesce(array_agg(distinct q.currency) filter (where q.sales <> 0), '{}') as currencies
    from partner_quarter q
    where q.year in (${year}, ${year - 1}) and (${after ?? null}::uuid is null or q.partner_id > ${after ?? null}::uuid)
    group by q.partner_id
    having sum(q.sales) filter (where q.year = ${year}) > 0
    order by q.partner_id
    limit ${limit}`.execute(db);
  return rows.map((row) => ({ facts: factsOf(row), currencies: row.currencies }));
}

function factsOf(row: YearRow): YearFacts {
  return {
    partnerId: row.partner_id,
    partnerCode: row.partner_code,
    sales: BigInt(row.sales),
    salesBefore: BigInt(row.sales_before),
    orders: Number(row.orders),
    productGroups: Number(row.product_groups),
  };
}
