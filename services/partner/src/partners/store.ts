import { cursorPart, type Page, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { Partner, PartnerStatus, PartnerType } from '@quyu/partner-contracts';
import { type Kysely, sql } from 'kysely';
import type { PartnerDb } from '../db/schema.js';
import { partnerOf } from './rows.js';

type Db = Kysely<PartnerDb>;

/** Which partners to list. */
export interface PartnerFilter {
  readonly status?: PartnerStatus | undefined;
  readonly type?: PartnerType | undefined;
  readonly territoryCode?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** A page of partners in the order of their codes. */
export async function selectPartners(db: Db, filter: PartnerFilter): Promise<Page<Partner>> {
  const [after] = readCursor(filter.cursor, [cursorPart.text]) ?? [];
  let query = db
    .selectFrom('partner')
    .selectAll()
    .orderBy('code')
    .limit(filter.limit + 1);
  if (after !== undefined) query = query.where('code', '>', after);
  if (filter.status !== undefined) query = query.where('status', '=', filter.status);
  if (filter.type !== undefined) query = query.where('type', '=', filter.type);
  if (filter.territoryCode !== undefined) query = query.where('territory_code', '=', filter.territoryCode);
  const rows = await query.execute();
  return pageFrom(rows.map(partnerOf), filter.limit, ({ code }) => [code]);
}

/** Every partner in the order of their codes, read in pages of `size`. */
export async function* streamPartners(db: Db, size: number): AsyncIterable<Partner> {
  let cursor: string | undefined;
  do {
    const page: Page<Partner> = await selectPartners(db, { limit: size, cursor });
    yield* page.items;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}

export async function selectPartner(db: Db, partnerId: string): Promise<Partner | undefined> {
  const row = await db
    .selectFrom('partner')
    .selectAll()
    .where('partner_id', '=', partnerId)
    .executeTakeFirst();
  return row && partnerOf(row);
}

export async function selectPartnerByCode(db: Db, code: string): Promise<Partner> {
  const query = db.selectFrom('partner').selectAll().where('code', '=', code);
  return partnerOf(await query.executeTakeFirstOrThrow());
}

export async function countPartners(db: Db): Promise<Record<PartnerStatus, number>> {
  const { rows } = await sql<Record<PartnerStatus, number>>`
    select
      count(*) filter (where status = 'approved')::int as approved,
      count(*) filter (where status = 'review')::int as review,
      count(*) filter (where status = 'declined')::int as declined
    from partner`.execute(db);
  return rows[0]!;
}
