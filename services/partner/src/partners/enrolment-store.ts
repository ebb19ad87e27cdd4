import { partnerErrors, type PartnerProfile } from '@quyu/partner-contracts';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { PartnerDb } from '../db/schema.js';
import type { Enrolled } from './enrolment.js';
import { columnsOf, enrolledOf } from './rows.js';

type Db = Kysely<PartnerDb>;

/**
 * The partners that have the code or the external id of a profile; they cannot change until the transaction ends. They
 * are locked in the order of their ids, as everywhere, so that two transactions never wait for each other.
 */
export async function lockKnown(db: Db, profiles: readonly PartnerProfile[]): Promise<readonly Enrolled[]> {
  const codes = profiles.map(({ code }) => code);
  const externalIds = profiles.flatMap(({ externalId }) => externalId ?? []);
  const rows = await db
    .selectFrom('partner')
    .selectAll()
    .where((eb) =>
      eb.or([
        eb('code', '=', sql<string>`any(${codes}::text[])`),
        eb('external_id', '=', sql<string>`any(${externalIds}::text[])`),
      ]),
    )
    .orderBy('partner_id')
    .forUpdate()
    .execute();
  return rows.map(enrolledOf);
}

/**
 * @returns the codes of those that were inserted: the others were enrolled by somebody else in the meantime.
 * @throws Problem PARTNER_EXTERNAL_ID_TAKEN when somebody else took an external id in the meantime.
 */
export async function insertPartners(db: Db, partners: readonly Enrolled[]): Promise<ReadonlySet<string>> {
  if (partners.length === 0) return new Set();
  const { rows } = await refuseTakenId(
    sql<{ code: string }>`
      insert into partner (${COLUMNS})
      select ${COLUMNS} from ${recordsOf(partners)} order by code
      on conflict (code) do nothing
      returning code`.execute(db),
  );
  return new Set(rows.map(({ code }) => code));
}

/** @throws Problem PARTNER_EXTERNAL_ID_TAKEN as {@link insertPartners} does. */
export async function updatePartners(db: Db, partners: readonly Enrolled[]): Promise<void> {
  if (partners.length === 0) return;
  await refuseTakenId(
    sql`
      update partner set (${COLUMNS}) = (select ${COLUMNS} from (select changed.*) as now)
      from ${recordsOf(partners)}
      where partner.partner_id = changed.partner_id`.execute(db),
  );
}

const COLUMNS =
  sql.raw(`partner_id, code, external_id, name, type, country, province, city, postal_code, street,
  phone, annual_sales, annual_sales_currency, employees, opened_year, status, decision, screening, version`);

function recordsOf(partners: readonly Enrolled[]): RawBuilder<unknown> {
  return sql`json_to_recordset(${JSON.stringify(partners.map(columnsOf))}::json) as changed
    (partner_id uuid, code text, external_id text, name text, type text, country text, province text, city text,
     postal_code text, street text, phone text, annual_sales bigint, annual_sales_currency text, employees int,
     opened_year int, status text, decision text, screening jsonb, version int)`;
}

/** What was known is locked, so only someone who enrols at this very moment can be in the way. */
async function refuseTakenId<T>(written: Promise<T>): Promise<T> {
  try {
    return await written;
  } catch (error) {
    if (!isTakenId(error)) throw error;
    const detail = 'another partner was given the same external id at the same moment';
    throw partnerErrors.PARTNER_EXTERNAL_ID_TAKEN({ detail, cause: error });
  }
}

function isTakenId(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === 'partner_external_id_key';
}
