import type { MarketReview, Scorecard } from '@quyu/feedback-contracts';
import type { Context } from '../context.js';
import type { Db } from '../db/schema.js';

interface Scope {
  readonly code: string;
  readonly year: number;
}

/** What the review asks of this service's other features. */
export interface FeedbackSources {
  readonly countObservations: (db: Db) => Promise<number>;
  readonly readScorecard: (db: Db, code: string) => Promise<Scorecard | undefined>;
  readonly countGrades: (db: Db, scope: Scope) => Promise<ReadonlyMap<string, number>>;
  readonly countActions: (db: Db, scope: Scope) => Promise<ReadonlyMap<string, number>>;
}

/** This service's own part of the review. A grade that nobody has is there with zero. */
export async function reviewFeedback(
  { db, config }: Pick<Context, 'db' | 'config'>,
  sources: FeedbackSources,
  year: number,
): Promise<MarketReview['feedback']> {
  const scope = { code: config.reviewScorecard, year };
  const [observations, scorecard, grades, actions] = await Promise.all([
    sources.countObservations(db),
    sources.readScorecard(db, scope.code),
    sources.countGrades(db, scope),
    sources.countActions(db, scope),
  ]);
  const none = (scorecard?.bands ?? []).map(({ grade }) => [grade, 0] as const);
  return {
    observations,
    scored: [...grades.values()].reduce((sum, partners) => sum + partners, 0),
    grades: Object.fromEntries([...none, ...grades]),
    actions: { grow: actions.get('grow') ?? 0, exitReview: actions.get('exit-review') ?? 0 },
  };
}
