import type { ActionRule, Recommendation } from '@quyu/feedback-contracts';
import { compareFractions, decimalText, fraction, multiplyFractions } from './fraction.js';
import { hasYearBefore, salesRatio } from './indicators.js';
import type { PartnerScore } from './scores.js';

/** The actions that a scorecard's rules recommend for a partner: each kind once, by the first rule that holds. */
export function recommendActions(
  rules: readonly ActionRule[],
  { facts, grade }: Pick<PartnerScore, 'facts' | 'grade'>,
  year: number,
): Recommendation[] {
  if (!hasYearBefore(facts)) return [];
  const { partnerId, partnerCode } = facts;
  const ratio = salesRatio(facts);
  const holding = rules.filter((rule) => rule.grade === grade && isWithin(ratio, rule));
  const percent = decimalText(multiplyFractions(ratio, fraction(100n, 1n)), 2);
  const reason = `Grade ${grade}, sales at ${percent} % of the year before`;
  return [...new Set(holding.map(({ kind }) => kind))].map((kind) => ({
    partnerId,
    partnerCode,
    year,
    kind,
    grade,
    reason,
  }));
}

/** Compares the exact ratio with the rule's bounds, both included. */
function isWithin(
  ratio: ReturnType<typeof salesRatio>,
  { salesRatioAtLeastBp: least, salesRatioAtMostBp: most }: ActionRule,
): boolean {
  const against = (bound: number): number => compareFractions(ratio, fraction(BigInt(bound), 10_000n));
  return (least === undefined || against(least) >= 0) && (most === undefined || against(most) <= 0);
}
