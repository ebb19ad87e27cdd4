import { divideHalfUp } from '@quyu/plugin-kit';
import type { Indicator, Objective, ObjectiveStatus } from '@quyu/territory-contracts';
import { daysBetween } from '../facts/business-days.js';
import type { StoredObjective } from './objectives.js';

/** Which events say something of an indicator: none yet of what only people who are asked can tell. */
const FED_BY: Readonly<Record<Indicator, readonly string[]>> = {
  'market-share': ['incentive.partner-sales-summarised.v1'],
  'new-channels': ['partner.enrolled.v1'],
  'channel-score': ['feedback.partner-scored.v1'],
  'brand-awareness': [],
  satisfaction: [],
};

/** What was measured on each day; null where nothing is known of it. */
export type Measured = ReadonlyMap<string, number | null>;

type Stage = Objective['stages'][number];

/** Where a stage starts: the line to its target is drawn from here. */
interface Start {
  readonly day: string;
  readonly value: number;
}

/** The days on which an objective has to be measured: its start, due dates that are over, and today. */
export function daysToMeasure(
  { indicator, startsOn, stages }: StoredObjective,
  today: string,
): readonly string[] {
  if (FED_BY[indicator].length === 0 || startsOn > today) return [];
  return [...new Set([startsOn, ...stages.map(({ dueOn }) => earlier(dueOn, today))])];
}

/** How an objective stands today. */
export function progressOf(objective: StoredObjective, measured: Measured, today: string): Objective {
  const { indicator, startsOn, stages: drafts, ownerCode } = objective;
  const baseline = indicator === 'new-channels' ? 0 : (measured.get(startsOn) ?? null);
  const stages = drafts.map((draft, at): Stage => {
    const before = drafts[at - 1];
    const start = before
      ? { day: before.dueOn, value: before.target }
      : { day: startsOn, value: baseline ?? 0 };
    const measuredOn = earlier(draft.dueOn, today);
    const value = measured.get(measuredOn) ?? null;
    const stage = { name: draft.name, dueOn: draft.dueOn, target: draft.target, measuredOn, value };
    return {
      ...stage,
      ownerCode: draft.ownerCode ?? ownerCode,
      expected: expectedOn(start, stage),
      status: statusOf(objective, start, stage, today),
    };
  });
  const underWay = stages.find(({ dueOn }) => dueOn >= today) ?? stages.at(-1);
  return {
    ...objective,
    status: underWay?.status ?? 'no-data',
    fedBy: [...FED_BY[objective.indicator]],
    baseline,
    stages,
  };
}

type Measure = Pick<Stage, 'dueOn' | 'target' | 'measuredOn' | 'value'>;

/**
 * Met is what has reached its target; missed what had not on its due date. Until then on track is what has made at least
 * the tolerated part of the way that the straight line from the stage before would have made by today.
 */
function statusOf(
  { indicator, startsOn, toleranceBp }: StoredObjective,
  start: Start,
  stage: Measure,
  today: string,
): ObjectiveStatus {
  if (FED_BY[indicator].length === 0) return 'not-fed';
  if (startsOn > today) return 'not-started';
  if (stage.value === null) return 'no-data';
  if (stage.value >= stage.target) return 'met';
  if (stage.dueOn < today) return 'missed';
  if (start.day > today) return 'not-started';
  return isOnTrack(start, stage, toleranceBp) ? 'on-track' : 'at-risk';
}

/** gain / due gain >= tolerance, without dividing. */
function isOnTrack(
  start: Start,
  { dueOn, target, measuredOn, value }: Measure,
  toleranceBp: number,
): boolean {
  const gain = BigInt((value ?? 0) - start.value) * 10_000n * BigInt(daysBetween(start.day, dueOn));
  const wanted = BigInt(target - start.value) * BigInt(daysBetween(start.day, measuredOn));
  return gain >= wanted * BigInt(toleranceBp);
}

function expectedOn(start: Start, { dueOn, target, measuredOn }: Measure): number {
  const elapsed = Math.max(0, daysBetween(start.day, measuredOn));
  const way = BigInt(target - start.value) * BigInt(elapsed);
  return start.value + Number(divideHalfUp(way, BigInt(daysBetween(start.day, dueOn))));
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}
