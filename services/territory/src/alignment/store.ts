import { cursorPart, type Page, pageFrom, readCursor } from '@quyu/plugin-kit';
import type {
  AlignedTerritory,
  Alignment,
  AlignmentDraft,
  AlignmentQuality,
} from '@quyu/territory-contracts';
import { type Kysely, sql } from 'kysely';
import type { TerritoryDb } from '../db/schema.js';

type Db = Kysely<TerritoryDb>;

/** An alignment that has been asked for. */
export interface AskedAlignment {
  readonly alignmentId: string;
  readonly modelId: string;
  readonly draft: AlignmentDraft;
}

export async function insertAlignment(
  db: Db,
  { alignmentId, modelId, draft }: AskedAlignment,
): Promise<void> {
  await sql`insert into alignment (alignment_id, model_id, draft)
    values (${alignmentId}::uuid, ${modelId}::uuid, ${JSON.stringify(draft)}::jsonb)`.execute(db);
}

export async function selectAsked(db: Db, alignmentId: string): Promise<AskedAlignment | undefined> {
  const row = await db
    .selectFrom('alignment')
    .select(['model_id', 'draft'])
    .where('alignment_id', '=', alignmentId)
    .executeTakeFirst();
  return row && { alignmentId, modelId: row.model_id, draft: row.draft };
}

export async function selectAlignment(db: Db, alignmentId: string): Promise<Alignment | undefined> {
  const { rows } = await sql<Alignment>`
    select alignment_id as "alignmentId", model_id as "modelId", draft->>'modelCode' as "modelCode",
      (draft->>'territories')::int as territories, jsonb_array_length(draft->'units') as units,
      coalesce((draft->>'seed')::float8, 1) as seed, quality
    from alignment where alignment_id = ${alignmentId}::uuid
  `.execute(db);
  return rows[0];
}

export async function keepResult(
  db: Db,
  alignmentId: string,
  quality: AlignmentQuality,
  territories: readonly AlignedTerritory[],
): Promise<void> {
  await sql`update alignment set quality = ${JSON.stringify(quality)}::jsonb
    where alignment_id = ${alignmentId}::uuid`.execute(db);
  await sql`
    insert into alignment_territory (alignment_id, code, name, potential, workload, unit_codes)
    select ${alignmentId}::uuid, t.code, t.name, t.potential, t.workload, t."unitCodes"
    from json_to_recordset(${JSON.stringify(territories)}::json)
      as t (code text, name text, potential bigint, workload bigint, "unitCodes" text[])
    on conflict do nothing
  `.execute(db);
}

export async function selectTerritoriesOf(
  db: Db,
  alignmentId: string,
  cursor: string | undefined,
  limit: number,
): Promise<Page<AlignedTerritory>> {
  const [after] = readCursor(cursor, [cursorPart.text]) ?? [];
  let query = db
    .selectFrom('alignment_territory')
    .selectAll()
    .where('alignment_id', '=', alignmentId)
    .orderBy('code')
    .limit(limit + 1);
  if (after !== undefined) query = query.where('code', '>', after);
  const rows = (await query.execute()).map(({ code, name, potential, workload, unit_codes }) => ({
    code,
    name,
    potential: Number(potential),
    workload: Number(workload),
    unitCodes: unit_codes,
  }));
  return pageFrom(rows, limit, ({ code }) => [code]);
}
