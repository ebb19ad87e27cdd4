import { cursorPart, type Money, type Page, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { Mode, Preview, PreviewChange } from '@quyu/territory-contracts';
import { type Kysely, sql } from 'kysely';
import type { PreviewCounts, TerritoryDb } from '../db/schema.js';
import { NO_COUNTS, type SalesOf } from './preview.js';

type Db = Kysely<TerritoryDb>;

/** A preview that is asked for: nothing is worked out yet. */
export interface Asked {
  readonly previewId: string;
  readonly modelId: string;
  readonly modelVersion: number;
  readonly mode: Mode;
  readonly startedAt: Date;
}

export async function insertPreview(db: Db, asked: Asked): Promise<void> {
  await db
    .insertInto('preview')
    .values({
      preview_id: asked.previewId,
      model_id: asked.modelId,
      model_version: asked.modelVersion,
      base_model_id: null,
      mode: asked.mode,
      started_at: asked.startedAt,
    })
    .execute();
}

/** A preview to be worked out; nobody else can until the transaction ends. Undefined when its model was thrown away. */
export async function lockPreview(
  db: Db,
  previewId: string,
): Promise<{ readonly modelId: string; readonly mode: Mode } | undefined> {
  const query = db
    .selectFrom('preview')
    .select(['model_id as modelId', 'mode'])
    .where('preview_id', '=', previewId);
  return query.forUpdate().executeTakeFirst();
}

/** What a preview was made of, and what it comes to. */
export interface Worked {
  readonly modelVersion: number;
  readonly baseModelId: string | null;
  readonly counts: PreviewCounts;
}

/** Completes a preview. It takes the place of earlier ones of the same version and mode. */
export async function completePreview(db: Db, previewId: string, worked: Worked): Promise<void> {
  const { modelVersion, baseModelId, counts } = worked;
  await sql`
    delete from preview old using preview new
    where new.preview_id = ${previewId}::uuid and old.preview_id < new.preview_id and old.model_id = new.model_id
      and old.mode = new.mode and old.model_version = ${modelVersion} and old.status = 'ready'
  `.execute(db);
  await db
    .updateTable('preview')
    .set({
      model_version: modelVersion,
      base_model_id: baseModelId,
      counts: JSON.stringify(counts),
      status: 'ready',
    })
    .where('preview_id', '=', previewId)
    .execute();
}

function previews(db: Db) {
  return db
    .selectFrom('preview as p')
    .innerJoin('model as m', 'm.model_id', 'p.model_id')
    .innerJoin('active_model as a', (join) => join.onTrue())
    .select(['p.preview_id as previewId', 'p.model_id as modelId', 'p.model_version as modelVersion'])
    .select(['p.base_model_id as baseModelId', 'p.mode', 'p.status', 'p.counts', 'p.started_at as startedAt'])
    .select(
      sql<boolean>`m.status = 'planning' and m.version = p.model_version
        and a.model_id is not distinct from p.base_model_id`.as('isCurrent'),
    );
}

type PreviewRow = Awaited<ReturnType<ReturnType<typeof previews>['execute']>>[number];

function previewOf({ counts, startedAt, ...row }: PreviewRow): Preview {
  const { revenueMoved, ...numbers } = { ...NO_COUNTS, ...counts };
  return { ...row, ...numbers, revenueMoved: [...revenueMoved], startedAt: startedAt.toISOString() };
}

export async function selectPreview(db: Db, previewId: string): Promise<Preview | undefined> {
  const row = await previews(db).where('p.preview_id', '=', previewId).executeTakeFirst();
  return row && previewOf(row);
}

export async function selectPreviews(
  db: Db,
  modelId: string,
  cursor: string | undefined,
  limit: number,
): Promise<Page<Preview>> {
  const [after] = readCursor(cursor, [cursorPart.uuid]) ?? [];
  let query = previews(db)
    .where('p.model_id', '=', modelId)
    .orderBy('p.preview_id', 'desc')
    .limit(limit + 1);
  if (after !== undefined) query = query.where('p.preview_id', '<', after);
  return pageFrom((await query.execute()).map(previewOf), limit, ({ previewId }) => [previewId]);
}

export async function insertChanges(
  db: Db,
  previewId: string,
  changes: readonly PreviewChange[],
): Promise<void> {
  await sql`
    insert into preview_change (preview_id, subject_id, subject_code, change, from_code, to_code, status, rule_code,
      contenders, dropped_pin, sales)
    select ${previewId}::uuid, c."subjectId", c."subjectCode", c.change, c.from, c.to, c.status, c."ruleCode",
      c.contenders, c."droppedPin", c.sales
    from json_to_recordset(${JSON.stringify(changes)}::json) as c ("subjectId" uuid, "subjectCode" text, change text,
      "from" text, "to" text, status text, "ruleCode" text, contenders text[], "droppedPin" boolean, sales jsonb)
  `.execute(db);
}

/** Which changes of a preview to list. */
export interface ChangeFilter {
  readonly change?: PreviewChange['change'] | undefined;
  readonly status?: PreviewChange['status'] | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

export async function selectChanges(
  db: Db,
  previewId: string,
  { change, status, cursor, limit }: ChangeFilter,
): Promise<Page<PreviewChange>> {
  const [after] = readCursor(cursor, [cursorPart.uuid]) ?? [];
  let query = db
    .selectFrom('preview_change')
    .select([
      'subject_id as subjectId',
      'subject_code as subjectCode',
      'change',
      'from_code as from',
      'to_code as to',
    ])
    .select(['status', 'rule_code as ruleCode', 'contenders', 'dropped_pin as droppedPin', 'sales'])
    .where('preview_id', '=', previewId)
    .orderBy('subject_id')
    .limit(limit + 1);
  if (after !== undefined) query = query.where('subject_id', '>', after);
  if (change !== undefined) query = query.where('change', '=', change);
  if (status !== undefined) query = query.where('status', '=', status);
  const rows = (await query.execute()).map((row): PreviewChange => ({ ...row, sales: [...row.sales] }));
  return pageFrom(rows, limit, ({ subjectId }) => [subjectId]);
}

/** The latest quarter in which anybody has bought, or null. */
export async function selectLatestQuarter(db: Db): Promise<number | null> {
  const query = db.selectFrom('partner_sales').select((eb) => eb.fn.max('quarter').as('latest'));
  return (await query.executeTakeFirst())?.latest ?? null;
}

/** What accounts bought from a quarter on, by currency. */
export async function selectSalesSince(
  db: Db,
  subjectIds: readonly string[],
  quarter: number,
): Promise<SalesOf> {
  const { rows } = await sql<{ subjectId: string; sales: Money[] }>`
    select partner_id as "subjectId",
      json_agg(json_build_object('amount', amount, 'currency', currency) order by currency) as sales
    from (
      select partner_id, currency, sum(amount)::text as amount from partner_sales
      where partner_id = any(${subjectIds}::uuid[]) and quarter >= ${quarter} group by partner_id, currency
    ) summed
    group by partner_id
  `.execute(db);
  return new Map(rows.map(({ subjectId, sales }) => [subjectId, sales]));
}
