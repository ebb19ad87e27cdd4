import { sql } from 'kysely';
import type { Db } from '../db/schema.js';

/** The territory of a partner: its code, after those above it. */
export interface Place {
  readonly partner_id: string;
  readonly path: readonly string[];
}

/** @param places each partner once. */
export async function upsertPlaces(db: Db, places: readonly Place[]): Promise<void> {
  await sql`
    insert into partner_territory (partner_id, path)
    select * from json_populate_recordset(null::partner_territory, ${JSON.stringify(places)})
    on conflict (partner_id) do update set path = excluded.path`.execute(db);
}

export async function deletePlaces(db: Db, partnerIds: readonly string[]): Promise<void> {
  await sql`delete from partner_territory where partner_id = any(${partnerIds}::uuid[])`.execute(db);
}
