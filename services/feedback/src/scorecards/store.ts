import { feedbackErrors, type Scorecard } from '@quyu/feedback-contracts';
import { sql } from 'kysely';
import type { Db } from '../db/schema.js';
import { termsOf } from './scorecards.js';

/** Keeps others from setting scorecards until the transaction ends: two at once would make the same version. */
export async function claimScorecards(db: Db): Promise<void> {
  await sql`lock table scorecard in share row exclusive mode`.execute(db);
}

/** A scorecard in its latest version, if there is one. */
export async function readScorecard(db: Db, code: string): Promise<Scorecard | undefined> {
  const row = await db
    .selectFrom('scorecard')
    .select(['version', 'terms'])
    .where('code', '=', code)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { code, version: row.version, ...row.terms };
}

/** A scorecard in its latest version. @throws Problem SCORECARD_NOT_FOUND */
export async function getScorecard(db: Db, code: string): Promise<Scorecard> {
  const scorecard = await readScorecard(db, code);
  if (!scorecard) throw feedbackErrors.SCORECARD_NOT_FOUND({ detail: `no scorecard has the code "${code}"` });
  return scorecard;
}

export async function insertScorecard(db: Db, scorecard: Scorecard, setAt: Date): Promise<void> {
  const { code, version } = scorecard;
  const terms = JSON.stringify(termsOf(scorecard));
  await db.insertInto('scorecard').values({ code, version, terms, set_at: setAt }).execute();
}
