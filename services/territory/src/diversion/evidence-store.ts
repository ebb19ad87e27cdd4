import type { DiversionReason } from '@quyu/territory-contracts';
import { type Kysely, type Selectable, sql } from 'kysely';
import type { DiversionTable } from '../db/field-schema.js';
import type { TerritoryDb } from '../db/schema.js';
import type { OpenCase, Standing } from './accumulation.js';
import type { KnownEvidence, Verdict } from './evidence.js';

type Db = Kysely<TerritoryDb>;

/** Nobody else judges these partners until the transaction ends. In one order, so that two of these never wait for each other. */
export async function lockPartners(db: Db, partnerCodes: readonly string[]): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(key) from (
      select distinct hashtextextended('territory.diversion/' || code, 0) as key
      from unnest(${partnerCodes}::text[]) as p (code) order by 1) as keys`.execute(db);
}

/** The evidence there is about these shipments, by shipment. */
export async function selectEvidence(
  db: Db,
  shipmentIds: readonly string[],
): Promise<ReadonlyMap<string, KnownEvidence>> {
  const { rows } = await sql<Selectable<DiversionTable>>`
    select * from diversion where shipment_id = any(${shipmentIds}::uuid[])`.execute(db);
  return new Map(rows.map((row) => [row.shipment_id, evidenceOf(row)]));
}

function evidenceOf(row: Selectable<DiversionTable>): KnownEvidence {
  const reason: DiversionReason = row.reason;
  return {
    diversionId: row.diversion_id,
    shipmentId: row.shipment_id,
    status: row.status,
    modelCode: row.model_code,
    territoryCode: row.territory_code,
    ruleCode: row.rule_code,
    path: row.path,
    reason,
    grantCodes: row.grant_codes,
    exclusiveGrantCodes: row.exclusive_grant_codes,
  };
}

/** Writes the evidence that verdicts raise, and takes back what they withdraw. */
export async function saveEvidence(db: Db, verdicts: readonly Verdict[], at: Date): Promise<void> {
  const raised = verdicts.flatMap(({ sale, raised: facts }) => (facts ? [{ ...sale, ...facts }] : []));
  const withdrawn = verdicts.flatMap((verdict) => verdict.withdrawn ?? []);
  if (raised.length > 0) {
    await sql`
      insert into diversion (diversion_id, shipment_id, partner_code, product_line, shipped_on, model_code,
        territory_code, path, rule_code, reason, grant_codes, exclusive_grant_codes, status, detected_at)
      select d."diversionId", d."shipmentId", d."partnerCode", d."productLine", d."shippedOn", d."modelCode",
        d."territoryCode", d.path, d."ruleCode", d.reason, d."grantCodes", d."exclusiveGrantCodes", 'open', ${at}
      from json_to_recordset(${JSON.stringify(raised)}::json) as d ("diversionId" uuid, "shipmentId" uuid,
        "partnerCode" text, "productLine" text, "shippedOn" date, "modelCode" text, "territoryCode" text,
        path text[], "ruleCode" text, reason text, "grantCodes" text[], "exclusiveGrantCodes" text[])
      on conflict (diversion_id) do update set
        model_code = excluded.model_code, territory_code = excluded.territory_code, path = excluded.path,
        rule_code = excluded.rule_code, reason = excluded.reason, grant_codes = excluded.grant_codes,
        exclusive_grant_codes = excluded.exclusive_grant_codes, status = excluded.status
    `.execute(db);
  }
  if (withdrawn.length > 0) {
    await sql`update diversion set status = 'withdrawn', repeats = 0, severity = null
      where diversion_id = any(${withdrawn}::uuid[])`.execute(db);
  }
}

/** Partners who have open cases, after one of them, in the order of their codes. */
export async function selectOffenders(
  db: Db,
  after: string | undefined,
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await sql<{ readonly code: string }>`
    select distinct partner_code as code from diversion
    where status = 'open' and ${after === undefined ? sql`true` : sql`partner_code > ${after}`}
    order by 1 limit ${limit}`.execute(db);
  return rows.map(({ code }) => code);
}

/** An open case with the standing that was written last. */
export type CountedCase = OpenCase & { readonly repeats: number; readonly severity: string | null };

/** The open cases of these partners. */
export async function selectOpenCases(
  db: Db,
  partnerCodes: readonly string[],
): Promise<readonly CountedCase[]> {
  const { rows } = await sql<CountedCase>`
    select diversion_id as "diversionId", partner_code as "partnerCode", product_line as "productLine",
      shipped_on as "shippedOn", repeats, severity
    from diversion where status = 'open' and partner_code = any(${partnerCodes}::text[])`.execute(db);
  return rows;
}

export async function saveStandings(db: Db, standings: readonly Standing[]): Promise<void> {
  await sql`
    update diversion d set repeats = s.repeats, severity = s.severity
    from json_to_recordset(${JSON.stringify(standings)}::json) as s ("diversionId" uuid, repeats int, severity text)
    where d.diversion_id = s."diversionId"
  `.execute(db);
}
