import type { GradeBand, Scorecard, ScoreFact, ScoreIndicator, ScorePart } from '@quyu/feedback-contracts';
import type { YearFacts } from '../facts/facts.js';
import { addFractions, compareFractions, type Fraction, fraction, multiplyFractions } from './fraction.js';
import { measures } from './indicators.js';
import { percentRanks, type Rank } from './percent-rank.js';

/** A partner's year as a scorecard sees it. */
export interface PartnerScore {
  readonly facts: YearFacts;
  /** 0 to 100, exact. */
  readonly score: Fraction;
  readonly grade: string;
  /** 1 for the best; partners with equal scores share a position, and the next one counts them all. */
  readonly position: number;
  readonly parts: readonly ScorePart[];
}

/** Where every partner stands by one indicator. */
interface Standing extends ScoreIndicator {
  readonly ranks: ReadonlyMap<YearFacts, Rank>;
}

const ZERO = fraction(0n, 1n);
const NEUTRAL = fraction(1n, 2n);

/** Scores partners against each other, best first. The order they come in does not matter. */
export function scorePartners(
  { indicators, bands }: Pick<Scorecard, 'indicators' | 'bands'>,
  partners: readonly YearFacts[],
): PartnerScore[] {
  const standings = indicators.map(({ fact, weightBp }): Standing => ({
    fact,
    weightBp,
    ranks: ranksBy(fact, partners),
  }));
  const scored = partners.map((facts) => {
    const score = scoreOf(facts, standings);
    return { facts, score, grade: gradeOf(score, bands), parts: partsOf(facts, standings) };
  });
  const positions = percentRanks(scored, (a, b) => compareFractions(b.score, a.score));
  return scored
    .map(({ facts, score, grade, parts }, index) => {
      const position = positions.get(scored[index]!)!.below + 1;
      return { facts, score, grade, parts, position };
    })
    .sort((a, b) => a.position - b.position || (a.facts.partnerId < b.facts.partnerId ? -1 : 1));
}

/** The grade of a score: that of the highest band it reaches, decided on the exact number. */
export function gradeOf(score: Fraction, bands: readonly GradeBand[]): string {
  const reached = bands.filter(({ from }) => compareFractions(score, fraction(BigInt(from), 1n)) >= 0);
  const [first, ...rest] = reached;
  if (!first) throw new RangeError('no band starts at 0');
  return rest.reduce((best, band) => (band.from > best.from ? band : best), first).grade;
}

function ranksBy(fact: ScoreFact, partners: readonly YearFacts[]): Map<YearFacts, Rank> {
  const { has, compare } = measures[fact];
  return percentRanks(partners.filter(has), compare);
}

/** 100 x the sum of weight x rank; who is not ranked by an indicator takes the middle. */
function scoreOf(facts: YearFacts, standings: readonly Standing[]): Fraction {
  return standings
    .map(({ weightBp, ranks }) => {
      const rank = ranks.get(facts);
      return multiplyFractions(fraction(BigInt(weightBp), 100n), rank ? fractionOf(rank) : NEUTRAL);
    })
    .reduce(addFractions, ZERO);
}

function partsOf(facts: YearFacts, standings: readonly Standing[]): ScorePart[] {
  return standings.map(({ fact, weightBp, ranks }) => {
    const rank = ranks.get(facts);
    if (!rank) return { fact, weightBp, value: null, rank: null };
    return { fact, weightBp, value: measures[fact].show(facts), rank: `${rank.below}/${rank.others}` };
  });
}

function fractionOf({ below, others }: Rank): Fraction {
  return fraction(BigInt(below), BigInt(others));
}
