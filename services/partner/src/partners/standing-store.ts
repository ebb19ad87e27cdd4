import { type Kysely, sql } from 'kysely';
import type { PartnerDb } from '../db/schema.js';
import type { GradeNews, TerritoryNews } from './standing.js';

type Db = Kysely<PartnerDb>;

/** Each partner once. What is older than what is known changes nothing; unknown partners are passed over. */
export async function setTerritories(db: Db, news: readonly TerritoryNews[]): Promise<void> {
  await lockInOrder(db, news);
  await sql`
    update partner set
      territory_code = n."territoryCode", territory_name = n."territoryName", territory_path = n."territoryPath",
      territory_version = n.version
    from json_to_recordset(${JSON.stringify(news)}::json)
      as n ("partnerId" uuid, version bigint, "territoryCode" text, "territoryName" text, "territoryPath" text[])
    where partner.partner_id = n."partnerId" and partner.territory_version <= n.version
  `.execute(db);
}

/** As {@link setTerritories}; a later year goes before a later version of an earlier one. */
export async function setGrades(db: Db, news: readonly GradeNews[]): Promise<void> {
  await lockInOrder(db, news);
  await sql`
    update partner set grade = n.grade, grade_year = n.year, grade_version = n.version
    from json_to_recordset(${JSON.stringify(news)}::json)
      as n ("partnerId" uuid, year int, version bigint, grade text)
    where partner.partner_id = n."partnerId"
      and (partner.grade_year, partner.grade_version) < (n.year, n.version)
  `.execute(db);
}

/** An update takes its rows in any order; taken in the order of their ids, two batches never wait for each other. */
async function lockInOrder(db: Db, news: readonly { readonly partnerId: string }[]): Promise<void> {
  const ids = news.map(({ partnerId }) => partnerId);
  await sql`
    select from partner where partner_id = any(${ids}::uuid[]) order by partner_id for update
  `.execute(db);
}
