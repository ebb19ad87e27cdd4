import { type Kysely, sql } from 'kysely';
import type { TerritoryDb } from '../db/schema.js';

/** What an account bought in a quarter. */
export interface QuarterSales {
  readonly subjectId: string;
  readonly quarter: number;
  readonly amount: string;
  readonly currency: string;
}

/** Notes sales in the place of what was said of the same quarters before. */
export async function upsertSales(db: Kysely<TerritoryDb>, sales: readonly QuarterSales[]): Promise<void> {
  await sql`
    insert into subject_sales (subject_id, quarter, amount, currency)
    select s."subjectId", s.quarter, s.amount, s.currency
    from json_to_recordset(${JSON.stringify(sales)}::json)
      as s ("subjectId" uuid, quarter int, amount bigint, currency text)
    order by s."subjectId", s.quarter
    on conflict (subject_id, quarter) do update set amount = excluded.amount, currency = excluded.currency
  `.execute(db);
}
