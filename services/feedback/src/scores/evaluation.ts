import type { Recommendation, Score, Scorecard } from '@quyu/feedback-contracts';
import type { Db } from '../db/schema.js';
import type { YearFacts } from '../facts/facts.js';
import { decimalText } from './fraction.js';
import { recommendActions } from './recommendations.js';
import { scorePartners } from './scores.js';

/** What evaluations ask of other features. */
export interface ScoreSources {
  readonly getScorecard: (db: Db, code: string) => Promise<Scorecard>;
  readonly readYearFacts: (db: Db, year: number) => Promise<YearFacts[]>;
}

/** All that an evaluation finds about one partner. */
export interface PartnerEvaluation {
  readonly score: Score;
  readonly recommendations: readonly Recommendation[];
}

/** A run of partners by id, `after` excluded and `upTo` included; without a bound it has no end there. */
export interface PartnerRange {
  readonly after: string | undefined;
  readonly upTo: string | undefined;
}

/** A run of evaluations that is stored in one transaction. */
export interface EvaluationChunk {
  readonly range: PartnerRange;
  readonly evaluations: readonly PartnerEvaluation[];
}

/** Scores every partner of a year and recommends actions; in the order of partner ids. */
export function evaluatePartners(
  scorecard: Scorecard,
  year: number,
  partners: readonly YearFacts[],
): PartnerEvaluation[] {
  const scored = scorePartners(scorecard, partners);
  const evaluations = scored.map((each): PartnerEvaluation => {
    const { facts, score, grade, position, parts } = each;
    const { partnerId, partnerCode } = facts;
    const { code: scorecardCode, version: scorecardVersion } = scorecard;
    const shown = decimalText(score, 4);
    return {
      score: {
        partnerId,
        partnerCode,
        year,
        score: shown,
        grade,
        position,
        parts: [...parts],
        scorecardCode,
        scorecardVersion,
      },
      recommendations: recommendActions(scorecard.actions, each, year),
    };
  });
  return evaluations.sort((a, b) => (a.score.partnerId < b.score.partnerId ? -1 : 1));
}

/**
 * Cuts evaluations, in the order of partner ids, into chunks whose ranges cover all ids there can be: so what is stored
 * of a partner that is not among them any more is found and removed.
 */
export function chunksOf(evaluations: readonly PartnerEvaluation[], size: number): EvaluationChunk[] {
  const count = Math.max(1, Math.ceil(evaluations.length / size));
  return Array.from({ length: count }, (_, index) => {
    const upTo = index === count - 1 ? undefined : lastIdBefore(evaluations, (index + 1) * size);
    return {
      range: { after: lastIdBefore(evaluations, index * size), upTo },
      evaluations: evaluations.slice(index * size, (index + 1) * size),
    };
  });
}

function lastIdBefore(evaluations: readonly PartnerEvaluation[], index: number): string | undefined {
  return evaluations[index - 1]?.score.partnerId;
}

/** The scores that others have not been told of as they are now. */
export function newsOf(scores: readonly Score[], before: readonly Score[]): Score[] {
  const told = new Map(before.map((score) => [score.partnerId, tellingOf(score)]));
  return scores.filter((score) => told.get(score.partnerId) !== tellingOf(score));
}

function tellingOf({ partnerCode, scorecardVersion, score, grade }: Score): string {
  return JSON.stringify([partnerCode, scorecardVersion, score, grade]);
}
