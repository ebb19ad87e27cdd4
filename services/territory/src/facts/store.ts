import { type Kysely, sql } from 'kysely';
import type { TerritoryDb } from '../db/schema.js';
import type { PartnerStart, QuarterSales, YearScore } from './facts.js';

type Db = Kysely<TerritoryDb>;

/** Each quarter of a partner once, in one order for everybody. */
export async function saveSales(db: Db, sales: readonly QuarterSales[]): Promise<void> {
  await sql`
    insert into partner_sales (partner_id, quarter, amount, currency, heard_at)
    select s."partnerId", s.quarter, s.amount, s.currency, s."heardAt"
    from json_to_recordset(${JSON.stringify(sales)}::json)
      as s ("partnerId" uuid, quarter int, amount bigint, currency text, "heardAt" timestamptz)
    order by 1, 2
    on conflict (partner_id, quarter) do update set
      amount = excluded.amount, currency = excluded.currency, heard_at = excluded.heard_at
  `.execute(db);
}

/** A partner that is known already keeps the earlier of its two starts. */
export async function saveStarts(db: Db, starts: readonly PartnerStart[]): Promise<void> {
  await sql`
    insert into partner_start (partner_id, enrolled_at)
    select s."partnerId", s."enrolledAt"
    from json_to_recordset(${JSON.stringify(starts)}::json) as s ("partnerId" uuid, "enrolledAt" timestamptz)
    order by 1
    on conflict (partner_id) do update set enrolled_at = excluded.enrolled_at
    where partner_start.enrolled_at > excluded.enrolled_at
  `.execute(db);
}

export async function saveScores(db: Db, scores: readonly YearScore[]): Promise<void> {
  await sql`
    insert into partner_score (partner_id, year, score)
    select s."partnerId", s.year, s.score
    from json_to_recordset(${JSON.stringify(scores)}::json) as s ("partnerId" uuid, year int, score numeric)
    order by 1, 2
    on conflict (partner_id, year) do update set score = excluded.score
  `.execute(db);
}
