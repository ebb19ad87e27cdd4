import type { Shares } from '@quyu/incentive-contracts';
import { type Kysely, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';

type Db = Kysely<IncentiveDb>;

export interface LineKey {
  readonly source: string;
  readonly lineId: string;
}

/** The line, and which line it returns. It is never changed and never deleted: no lock. */
export async function selectLine(
  db: Db,
  { source, lineId }: LineKey,
): Promise<{ readonly returns: string | null } | undefined> {
  return db
    .selectFrom('sale')
    .select('returns_line_id as returns')
    .where('source', '=', source)
    .where('line_id', '=', lineId)
    .executeTakeFirst();
}

export async function upsertSplit(db: Db, { source, lineId }: LineKey, split: Shares): Promise<void> {
  const shares = {
    people: split.map(({ salesperson }) => salesperson),
    shares: split.map(({ shareBp }) => shareBp),
  };
  await db
    .insertInto('line_split')
    .values({ source, line_id: lineId, ...shares })
    .onConflict((conflict) => conflict.columns(['line_id', 'source']).doUpdateSet(shares))
    .execute();
}

export async function deleteSplit(db: Db, { source, lineId }: LineKey): Promise<void> {
  await db.deleteFrom('line_split').where('source', '=', source).where('line_id', '=', lineId).execute();
}

/**
 * Marks whom a line may be credited to: its salesperson, who shares it by its split, and who is named by rules of its day. Called
 * before and after a change.
 */
export async function markLine(db: Db, { source, lineId }: LineKey): Promise<void> {
  await sql`
    insert into dirty_payee (payee_kind, payee_code)
    select 'salesperson', s.salesperson_code from sale s where s.source = ${source} and s.line_id = ${lineId}
    union
    select 'salesperson', unnest(people) from line_split where source = ${source} and line_id = ${lineId}
    union
    select 'salesperson', unnest(r.split_people) from sale s
    join crediting_rules() r on s.credited_on between r.from_day and r.to_day
    where s.source = ${source} and s.line_id = ${lineId}`.execute(db);
}
