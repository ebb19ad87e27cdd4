import { sql } from 'kysely';
import type { Db } from '../db/schema.js';
import type { ScoreScope } from './store.js';

/** Begins an evaluation: those begun before it have lost their right to the scores. @returns its generation. */
export async function beginEvaluation(db: Db, { code, year }: ScoreScope): Promise<number> {
  const { generation } = await db
    .insertInto('evaluation')
    .values({ scorecard_code: code, year, generation: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['scorecard_code', 'year'])
        .doUpdateSet({ generation: sql<number>`evaluation.generation + 1` }),
    )
    .returning('generation')
    .executeTakeFirstOrThrow();
  return generation;
}

/** Locks the scores of a scorecard's year until the transaction ends. @returns the generation that owns them. */
export async function claimScores(db: Db, { code, year }: ScoreScope): Promise<number> {
  const { generation } = await db
    .selectFrom('evaluation')
    .select('generation')
    .where('scorecard_code', '=', code)
    .where('year', '=', year)
    .forUpdate()
    .executeTakeFirstOrThrow();
  return generation;
}
