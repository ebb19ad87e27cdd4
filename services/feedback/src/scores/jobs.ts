import { actionRecommended, partnerScored, type Score } from '@quyu/feedback-contracts';
import type { JobHandlers } from '@quyu/plugin-kit';
import type { Context, Tx } from '../context.js';
import type { FeedbackJobs } from '../jobs.js';
import { beginEvaluation, claimScores } from './evaluation-store.js';
import { chunksOf, type EvaluationChunk, evaluatePartners, newsOf, type ScoreSources } from './evaluation.js';
import { removeOtherRecommendations, saveRecommendations } from './recommendation-store.js';
import { readScoresOf, removeScores, saveScores, type ScoreScope } from './store.js';

/** Partners that share a transaction. */
const CHUNK = 500;

export function scoreJobs(
  ctx: Context,
  { getScorecard, readYearFacts }: ScoreSources,
): JobHandlers<FeedbackJobs> {
  return {
    'evaluate-scorecard': async (scope, progress, signal) => {
      // The generation comes before the facts: a later evaluation then never knows less than this one.
      const generation = await ctx.transaction((tx) => beginEvaluation(tx.db, scope));
      const scorecard = await getScorecard(ctx.db, scope.code);
      const evaluations = evaluatePartners(scorecard, scope.year, await readYearFacts(ctx.db, scope.year));
      const recommended = evaluations.reduce((sum, { recommendations }) => sum + recommendations.length, 0);
      const found = { scored: evaluations.length, recommended };
      const chunks = chunksOf(evaluations, CHUNK);
      let changed = 0;
      for (const [index, chunk] of chunks.entries()) {
        signal.throwIfAborted();
        const kept = await keepChunk(ctx, scope, generation, chunk);
        if (kept === 'superseded') return { ...found, changed, superseded: true };
        changed += kept;
        progress(index + 1, chunks.length);
      }
      return { ...found, changed, superseded: false };
    },
  };
}

function keepChunk(
  ctx: Context,
  scope: ScoreScope,
  generation: number,
  chunk: EvaluationChunk,
): Promise<number | 'superseded'> {
  return ctx.transaction(async (tx) =>
    (await claimScores(tx.db, scope)) === generation ? keepEvaluations(tx, scope, chunk) : 'superseded',
  );
}

/**
 * Makes what is stored of a range of partners what an evaluation found, and says what is new. The caller has claimed
 * the scores.
 *
 * @returns how many scores and recommendations came, went or changed.
 */
async function keepEvaluations(tx: Tx, scope: ScoreScope, chunk: EvaluationChunk): Promise<number> {
  return (await keepScores(tx, scope, chunk)) + (await keepRecommendations(tx, scope, chunk));
}

async function keepScores(
  tx: Tx,
  scope: ScoreScope,
  { range, evaluations }: EvaluationChunk,
): Promise<number> {
  const scores = evaluations.map(({ score }) => score);
  const before = await readScoresOf(tx.db, scope, range);
  const current = new Set(scores.map(({ partnerId }) => partnerId));
  const gone = before.filter(({ partnerId }) => !current.has(partnerId));
  const news = newsOf(scores, before);
  await saveScores(tx.db, scores);
  await removeScores(
    tx.db,
    scope,
    gone.map(({ partnerId }) => partnerId),
  );
  for (const score of news) publishScore(tx, score);
  return news.length + gone.length;
}

function publishScore(tx: Tx, score: Score): void {
  const { partnerId, partnerCode, scorecardCode, scorecardVersion, year, score: points, grade } = score;
  tx.publish(partnerScored, {
    partnerId,
    partnerCode,
    scorecardCode,
    scorecardVersion,
    year,
    score: points,
    grade,
  });
}

async function keepRecommendations(
  tx: Tx,
  scope: ScoreScope,
  { range, evaluations }: EvaluationChunk,
): Promise<number> {
  const holding = evaluations.flatMap(({ recommendations }) => recommendations);
  const removed = await removeOtherRecommendations(tx.db, scope, range, holding);
  const news = await saveRecommendations(tx.db, scope.code, holding);
  for (const recommendation of news) tx.publish(actionRecommended, recommendation);
  return removed + news.length;
}
