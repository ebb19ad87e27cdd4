import type { Selectable } from 'kysely';
import type { Db, PartnerQuarterSalesTable } from '../db/schema.js';
import type { QuarterSales } from './mdf.js';

/** What tells a quarter of a partner from all others; also the order in which quarters are locked. */
export type QuarterKey = Pick<QuarterSales, 'partnerId' | 'period'>;

/** Replaces what is known of these quarters, each once and in the order of their keys, and locks them until the transaction ends. */
export async function saveQuarters(db: Db, quarters: readonly QuarterSales[]): Promise<void> {
  const rows = quarters.map((quarter) => ({
    partner_id: quarter.partnerId,
    period: quarter.period,
    partner_code: quarter.partnerCode,
    sales: quarter.sales.toString(),
    currency: quarter.currency,
  }));
  await db
    .insertInto('partner_quarter_sales')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['partner_id', 'period']).doUpdateSet((eb) => ({
        partner_code: eb.ref('excluded.partner_code'),
        sales: eb.ref('excluded.sales'),
        currency: eb.ref('excluded.currency'),
      })),
    )
    .execute();
}

/** The next known quarters after a key, locked until the transaction ends. */
export async function claimQuarters(
  db: Db,
  after: QuarterKey | undefined,
  limit: number,
): Promise<QuarterSales[]> {
  let next = db
    .selectFrom('partner_quarter_sales')
    .selectAll()
    .orderBy('partner_id')
    .orderBy('period')
    .limit(limit)
    .forUpdate();
  if (after) {
    const { partnerId, period } = after;
    next = next.where((eb) => eb(eb.refTuple('partner_id', 'period'), '>', eb.tuple(partnerId, period)));
  }
  return (await next.execute()).map(quarterOf);
}

export async function countQuarters(db: Db): Promise<number> {
  const { quarters } = await db
    .selectFrom('partner_quarter_sales')
    .select(({ fn }) => fn.countAll<string>().as('quarters'))
    .executeTakeFirstOrThrow();
  return Number(quarters);
}

function quarterOf(row: Selectable<PartnerQuarterSalesTable>): QuarterSales {
  return {
    partnerId: row.partner_id,
    partnerCode: row.partner_code,
    period: row.period,
    sales: BigInt(row.sales),
    currency: row.currency,
  };
}
