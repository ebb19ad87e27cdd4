import type {
  PartnerProfile,
  Screening,
  ScreeningFact,
  ScreeningIndicator,
  ScreeningPart,
  ScreeningPolicy,
} from '@quyu/partner-contracts';
import type { ScreeningCheck } from '../extension-points.js';

/** Screens partners by a policy that is given each time. */
export type Screen = (policy: ScreeningPolicy, profile: PartnerProfile) => Screening;

/**
 * Makes the screening with the checks that modules have added.
 *
 * @throws TypeError when two checks have one code.
 */
export function screenWith(checks: readonly ScreeningCheck[]): Screen {
  const codes = checks.map(({ code }) => code);
  const twice = codes.find((code, index) => codes.indexOf(code) !== index);
  if (twice !== undefined) throw new TypeError(`the screening check "${twice}" is contributed twice`);
  return (policy, profile) => {
    const facts = factsOf(profile, policy.asOfYear);
    const parts = policy.indicators.map((indicator) => rate(indicator, facts[indicator.fact]));
    return {
      policyCode: policy.code,
      policyVersion: policy.version,
      score: parts.reduce((sum, { points }) => sum + points, 0),
      passMark: policy.passMark,
      parts,
      failedChecks: failuresOf(checks, profile),
    };
  };
}

/** Approved are those who reach the pass mark and fail no check. */
export function outcomeOf({ score, passMark, failedChecks }: Screening): 'approved' | 'review' {
  return score >= passMark && failedChecks.length === 0 ? 'approved' : 'review';
}

type Facts = Readonly<Record<ScreeningFact, bigint | undefined>>;

function factsOf({ annualSales, openedYear, employees }: PartnerProfile, asOfYear: number): Facts {
  return {
    'annual-sales': annualSales && BigInt(annualSales.amount),
    'years-in-business': openedYear === undefined ? undefined : BigInt(Math.max(0, asOfYear - openedYear)),
    employees: employees === undefined ? undefined : BigInt(employees),
  };
}

/** What is not known gives no points. */
function rate({ fact, bands }: ScreeningIndicator, value: bigint | undefined): ScreeningPart {
  if (value === undefined) return { indicator: fact, value: null, points: 0 };
  const reached = bands.filter(({ from }) => BigInt(from) <= value);
  const highest = reached.toSorted((a, b) => b.from - a.from)[0];
  return { indicator: fact, value: Number(value), points: highest?.points ?? 0 };
}

function failuresOf(
  checks: readonly ScreeningCheck[],
  profile: PartnerProfile,
): { code: string; reason: string }[] {
  return checks.flatMap(({ code, check }) => {
    const verdict = check(profile);
    return verdict === true ? [] : [{ code, reason: verdict }];
  });
}
