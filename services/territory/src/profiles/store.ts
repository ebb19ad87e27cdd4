import { cursorPart, type Page, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { MarketProfile } from '@quyu/territory-contracts';
import { type Kysely, sql } from 'kysely';
import type { TerritoryDb } from '../db/schema.js';
import { profileOf } from './profile-row.js';
import type { NewProfile, Validity } from './profiles.js';

type Db = Kysely<TerritoryDb>;

/** Who writes, and when. */
export interface Recording {
  readonly by: string;
  readonly at: Date;
}

/**
 * Makes others who change profiles of these territories wait until the transaction ends, in one order for everybody. A lock by
 * name, because a territory without a profile has no row to lock.
 */
export async function holdProfiles(db: Db, territoryCodes: readonly string[]): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(7116858, hash) from (
      select distinct hashtext('territory.profile/' || code) as hash
      from unnest(${territoryCodes}::text[]) as code order by 1
    ) h`.execute(db);
}

/** Those of the codes that are in the active model, and that the caller may see in it. */
export async function selectKnownTerritories(db: Db, codes: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('territory as t')
    .innerJoin('active_model as a', 'a.model_id', 't.model_id')
    .select('t.code')
    .where('t.code', '=', sql<string>`any(${codes}::text[])`)
    .execute();
  return new Set(rows.map(({ code }) => code));
}

export async function selectValidities(
  db: Db,
  territoryCodes: readonly string[],
): Promise<readonly Validity[]> {
  return db
    .selectFrom('market_profile')
    .select(['profile_id as profileId', 'territory_code as territoryCode'])
    .select(['valid_from as validFrom', 'valid_to as validTo'])
    .where('territory_code', '=', sql<string>`any(${territoryCodes}::text[])`)
    .where('replaced_at', 'is', null)
    .execute();
}

/** Writes versions of profiles. Of a profile that is there already, {@link replaceProfile} must have been called. */
export async function insertProfiles(
  db: Db,
  profiles: readonly (NewProfile & { readonly version: number })[],
  { by, at }: Recording,
): Promise<void> {
  const rows = profiles.map(({ profileId, version, draft: { capacity, ...draft } }) => ({
    profileId,
    version,
    ...draft,
    capacity: capacity.amount,
    currency: capacity.currency,
  }));
  await sql`
    insert into market_profile (profile_id, version, territory_code, valid_from, valid_to, capacity, currency, growth_bp,
      own_share_bp, competitors, habits, policy_notes, recorded_by, recorded_at)
    select p."profileId", p.version, p."territoryCode", p."validFrom", p."validTo", p.capacity, p.currency, p."growthBp",
      p."ownShareBp", p.competitors, p.habits, p."policyNotes", ${by}, ${at}
    from json_to_recordset(${JSON.stringify(rows)}::json) as p
      ("profileId" uuid, version int, "territoryCode" text, "validFrom" date, "validTo" date, capacity bigint, currency text,
       "growthBp" int, "ownShareBp" int, competitors jsonb, habits text[], "policyNotes" text)
  `.execute(db);
}

/** Lets the version in force be a thing of the past. */
export async function replaceProfile(db: Db, profileId: string, at: Date): Promise<void> {
  await db
    .updateTable('market_profile')
    .set({ replaced_at: at })
    .where('profile_id', '=', profileId)
    .where('replaced_at', 'is', null)
    .execute();
}

export async function selectProfile(db: Db, profileId: string): Promise<MarketProfile | undefined> {
  const row = await db
    .selectFrom('market_profile')
    .selectAll()
    .where('profile_id', '=', profileId)
    .where('replaced_at', 'is', null)
    .executeTakeFirst();
  return row && profileOf(row);
}

/** Which profiles to list: those in force. */
export interface ProfileFilter {
  readonly territoryCode?: string | undefined;
  readonly on?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export async function selectProfiles(db: Db, filter: ProfileFilter): Promise<Page<MarketProfile>> {
  const { territoryCode, on, cursor, limit } = filter;
  const [after] = readCursor(cursor, [cursorPart.uuid]) ?? [];
  let query = currentProfiles(db, on)
    .orderBy('profile_id')
    .limit(limit + 1);
  if (territoryCode !== undefined) query = query.where('territory_code', '=', territoryCode);
  if (after !== undefined) query = query.where('profile_id', '>', after);
  return pageFrom((await query.execute()).map(profileOf), limit, ({ profileId }) => [profileId]);
}

function currentProfiles(db: Db, on: string | undefined) {
  const query = db.selectFrom('market_profile').selectAll().where('replaced_at', 'is', null);
  if (on === undefined) return query;
  return query
    .where('valid_from', '<=', on)
    .where(sql<boolean>`${on}::date <= coalesce(valid_to, 'infinity')`);
}

export async function selectProfileVersions(
  db: Db,
  profileId: string,
  cursor: string | undefined,
  limit: number,
): Promise<Page<MarketProfile>> {
  const [before] = readCursor(cursor, [cursorPart.int]) ?? [];
  let query = db
    .selectFrom('market_profile')
    .selectAll()
    .where('profile_id', '=', profileId)
    .orderBy('version', 'desc')
    .limit(limit + 1);
  if (before !== undefined) query = query.where('version', '<', Number(before));
  return pageFrom((await query.execute()).map(profileOf), limit, ({ version }) => [String(version)]);
}
