import { isDeepStrictEqual } from 'node:util';
import { divideHalfUp, type Fault, platformErrors } from '@quyu/plugin-kit';
import {
  type Attraction,
  type AttractionWeight,
  type AttractivenessPolicy,
  type MarketProfile,
  type RankedTerritory,
  territoryErrors,
} from '@quyu/territory-contracts';

const MILLION = 1_000_000n;
const WHOLE_BP = 10_000;
/** Criteria of which less is better, where no bounds say so. */
const LESS_IS_BETTER: ReadonlySet<Attraction> = new Set(['concentration']);

/** The version of a policy that a draft comes to: the latest again when it says the same, else the next. */
export function policyVersionOf(
  latest: AttractivenessPolicy | undefined,
  code: string,
  weights: readonly AttractionWeight[],
): AttractivenessPolicy {
  if (latest && isDeepStrictEqual(latest.weights, weights)) return latest;
  return { code, version: (latest?.version ?? 0) + 1, weights: [...weights] };
}

/** @throws Problem INVALID_REQUEST for a criterion that is weighed twice, weights that are not the whole, bounds that are one. */
export function assertWeights(weights: readonly AttractionWeight[]): void {
  const total = weights.reduce((sum, { weightBp }) => sum + weightBp, 0);
  const whole = `weights are ${total} bp together, not ${WHOLE_BP}`;
  const faults = [
    ...(total === WHOLE_BP ? [] : [faultAt('/body/weights', 'weights_not_whole', whole)]),
    ...weights.flatMap(({ criterion, bounds }, at): Fault[] => [
      ...(weights.findIndex((other) => other.criterion === criterion) === at
        ? []
        : [
            faultAt(
              `/body/weights/${at}/criterion`,
              'duplicate_criterion',
              `"${criterion}" is weighed already`,
            ),
          ]),
      ...(bounds?.worst === undefined || bounds.worst !== bounds.best
        ? []
        : [faultAt(`/body/weights/${at}/bounds`, 'equal_bounds', 'worst and best must differ')]),
    ]),
  ];
  if (faults.length === 0) return;
  const detail = faults.map(({ pointer, message }) => `${pointer}: ${message}`).join('; ');
  throw platformErrors.INVALID_REQUEST({ detail, errors: faults });
}

/**
 * The profiles that can be compared: those in the currency that is asked for, or all if they are in one.
 *
 * @throws Problem PROFILE_CURRENCY_NEEDED
 */
export function comparable(
  profiles: readonly MarketProfile[],
  currency: string | undefined,
): readonly MarketProfile[] {
  if (currency !== undefined) return profiles.filter(({ capacity }) => capacity.currency === currency);
  const currencies = [...new Set(profiles.map(({ capacity }) => capacity.currency))].toSorted();
  if (currencies.length <= 1) return profiles;
  const detail = `the profiles are in ${currencies.join(', ')}: choose one by "currency"`;
  throw territoryErrors.PROFILE_CURRENCY_NEEDED({ detail });
}

/** Ranks profiles by a policy, the best first; of equal scores the territory's code decides who is shown first. */
export function rankProfiles(
  profiles: readonly MarketProfile[],
  policy: AttractivenessPolicy,
): readonly RankedTerritory[] {
  const scales = policy.weights.map((weight) => scaleOf(weight, profiles));
  const scored = profiles
    .map((profile) => ({ profile, parts: scales.map((scale) => partOf(scale, profile)) }))
    .map((each) => ({ ...each, points: each.parts.reduce((sum, { points }) => sum + points, 0n) }))
    .toSorted(
      (a, b) => Number(b.points - a.points) || (a.profile.territoryCode < b.profile.territoryCode ? -1 : 1),
    );
  const ranks = new Map(scored.map(({ points }, at) => [points, at + 1] as const).toReversed());
  return scored.map(({ profile, points, parts }) => ({
    rank: ranks.get(points)!,
    territoryCode: profile.territoryCode,
    score: scaled(points, 4, 100_000_000n),
    profileId: profile.profileId,
    profileVersion: profile.version,
    policyCode: policy.code,
    policyVersion: policy.version,
    parts: parts.map(({ points: _points, ...part }) => part),
  }));
}

interface Scale {
  readonly weight: AttractionWeight;
  readonly worst: bigint;
  readonly best: bigint;
}

/** The bounds of a criterion: given, or the extremes of those compared. */
function scaleOf(weight: AttractionWeight, profiles: readonly MarketProfile[]): Scale {
  const { criterion, bounds } = weight;
  if (bounds) return { weight, worst: BigInt(bounds.worst), best: BigInt(bounds.best) };
  const values = profiles.flatMap((profile) => valueOf(criterion, profile) ?? []);
  const [first = 0n] = values;
  const low = values.reduce((least, value) => (value < least ? value : least), first);
  const high = values.reduce((most, value) => (value > most ? value : most), first);
  return LESS_IS_BETTER.has(criterion)
    ? { weight, worst: high, best: low }
    : { weight, worst: low, best: high };
}

function partOf({ weight: { criterion, weightBp }, worst, best }: Scale, profile: MarketProfile) {
  const value = valueOf(criterion, profile);
  const millionths = value === undefined ? 0n : normalise(value, worst, best);
  return {
    criterion,
    value: value?.toString() ?? null,
    normalised: scaled(millionths, 6, MILLION),
    weightBp,
    points: millionths * BigInt(weightBp),
  };
}

/** Where a value lies from worst to best, in millionths. Where there is nothing to tell apart, everybody is in the middle. */
export function normalise(value: bigint, worst: bigint, best: bigint): bigint {
  if (worst === best) return MILLION / 2n;
  const [distance, span] = best > worst ? [value - worst, best - worst] : [worst - value, worst - best];
  if (distance <= 0n) return 0n;
  return distance >= span ? MILLION : divideHalfUp(distance * MILLION, span);
}

function valueOf(criterion: Attraction, profile: MarketProfile): bigint | undefined {
  switch (criterion) {
    case 'capacity':
      return BigInt(profile.capacity.amount);
    case 'growth':
      return BigInt(profile.growthBp);
    case 'concentration':
      return BigInt(profile.hhi);
    case 'room':
      return profile.ownShareBp === null ? undefined : BigInt(WHOLE_BP - profile.ownShareBp);
  }
}

/** A quotient as a decimal text; the division must come out even, or digits beyond are cut. */
function scaled(value: bigint, decimals: number, one: bigint): string {
  const digits = ((value * 10n ** BigInt(decimals)) / one).toString().padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

function faultAt(pointer: string, code: string, message: string): Fault {
  return { pointer, code, message };
}
