import type { Score } from '@quyu/feedback-contracts';
import { type Selectable, sql } from 'kysely';
import type { Db, ScoreTable } from '../db/schema.js';
import type { PartnerRange } from './evaluation.js';

/** A scorecard's year. */
export interface ScoreScope {
  readonly code: string;
  readonly year: number;
}

/** The scores of a range of partners. */
export async function readScoresOf(db: Db, scope: ScoreScope, range: PartnerRange): Promise<Score[]> {
  let found = scoresIn(db, scope);
  if (range.after !== undefined) found = found.where('partner_id', '>', range.after);
  if (range.upTo !== undefined) found = found.where('partner_id', '<=', range.upTo);
  return (await found.execute()).map(scoreOf);
}

/** Stores scores by partner; what is the same already is left alone. */
export async function saveScores(db: Db, scores: readonly Score[]): Promise<void> {
  if (scores.length === 0) return;
  await db
    .insertInto('score')
    .values(scores.map(rowOf))
    .onConflict((conflict) =>
      conflict
        .columns(['scorecard_code', 'year', 'partner_id'])
        .doUpdateSet((eb) => ({
          partner_code: eb.ref('excluded.partner_code'),
          scorecard_version: eb.ref('excluded.scorecard_version'),
          score: eb.ref('excluded.score'),
          grade: eb.ref('excluded.grade'),
          position: eb.ref('excluded.position'),
          parts: eb.ref('excluded.parts'),
        }))
        .where(
          sql<boolean>`(score.partner_code, score.scorecard_version, score.score, score.grade, score.position, score.parts)
            is distinct from (excluded.partner_code, excluded.scorecard_version, excluded.score, excluded.grade,
            excluded.position, excluded.parts)`,
        ),
    )
    .execute();
}

/** Removes scores of partners. */
export async function removeScores(
  db: Db,
  { code, year }: ScoreScope,
  partnerIds: readonly string[],
): Promise<void> {
  if (partnerIds.length === 0) return;
  await db
    .deleteFrom('score')
    .where('scorecard_code', '=', code)
    .where('year', '=', year)
    .where(sql<boolean>`partner_id = any(${partnerIds}::uuid[])`)
    .execute();
}

/** Scores, best first, after one of them; of one grade only if asked. */
export async function readScores(
  db: Db,
  scope: ScoreScope,
  query: {
    readonly after: readonly [position: string, partnerId: string] | undefined;
    readonly grade: string | undefined;
    readonly limit: number;
  },
): Promise<Score[]> {
  const { after, grade, limit } = query;
  let found = scoresIn(db, scope).orderBy('position').orderBy('partner_id').limit(limit);
  if (grade !== undefined) found = found.where('grade', '=', grade);
  if (after) {
    const [position, partnerId] = after;
    found = found.where(sql<boolean>`(position, partner_id) > (${position}::int, ${partnerId}::uuid)`);
  }
  return (await found.execute()).map(scoreOf);
}

/** How many partners have each grade. */
export async function countGrades(db: Db, { code, year }: ScoreScope): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('score')
    .select(['grade', sql<string>`count(*)`.as('partners')])
    .where('scorecard_code', '=', code)
    .where('year', '=', year)
    .groupBy('grade')
    .execute();
  return new Map(rows.map(({ grade, partners }) => [grade, Number(partners)]));
}

function scoresIn(db: Db, { code, year }: ScoreScope) {
  return db.selectFrom('score').selectAll().where('scorecard_code', '=', code).where('year', '=', year);
}

function rowOf(score: Score) {
  return {
    scorecard_code: score.scorecardCode,
    year: score.year,
    partner_id: score.partnerId,
    partner_code: score.partnerCode,
    scorecard_version: score.scorecardVersion,
    score: score.score,
    grade: score.grade,
    position: score.position,
    parts: JSON.stringify(score.parts),
  };
}

function scoreOf(row: Selectable<ScoreTable>): Score {
  return {
    partnerId: row.partner_id,
    partnerCode: row.partner_code,
    year: row.year,
    score: row.score,
    grade: row.grade,
    position: row.position,
    parts: row.parts,
    scorecardCode: row.scorecard_code,
    scorecardVersion: row.scorecard_version,
  };
}
