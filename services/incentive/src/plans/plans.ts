import { isDeepStrictEqual } from 'node:util';
import type { Component, PayoutPoint, Plan, PlanDraft, Tier } from '@quyu/incentive-contracts';
import type { Fault } from '@quyu/plugin-kit';
import { firstQuarterFrom, lastQuarterUntil, type Quarter } from '../periods.js';

/** The quarters that lie wholly in a plan's dates: what begins or ends within a quarter would need proration. */
export interface QuarterSpan {
  readonly first: Quarter;
  /** Null when the plan has no end. */
  readonly last: Quarter | null;
}

export function quartersOf(plan: Pick<PlanDraft, 'effectiveFrom' | 'effectiveTo'>): QuarterSpan {
  const last = plan.effectiveTo === null ? null : lastQuarterUntil(plan.effectiveTo);
  return { first: firstQuarterFrom(plan.effectiveFrom), last };
}

/** What a component of a type that a module adds has to say of its settings. */
export type CheckCustom = (component: Extract<Component, { readonly kind: 'custom' }>) => readonly Fault[];

/** Every contradiction in a plan that its schema cannot see, each at its JSON Pointer in the request. */
export function planFaults(plan: PlanDraft, checkCustom: CheckCustom): readonly Fault[] {
  return [
    ...dateFaults(plan),
    ...repeatedCodes(plan.components),
    ...plan.components.flatMap((component, index) =>
      componentFaults(component, checkCustom).map((found) => ({
        ...found,
        pointer: `/body/components/${index}${found.pointer}`,
      })),
    ),
  ];
}

function dateFaults(plan: PlanDraft): readonly Fault[] {
  const { effectiveFrom, effectiveTo } = plan;
  if (effectiveTo === null) return [];
  const pointer = '/body/effectiveTo';
  if (effectiveTo < effectiveFrom)
    return [{ pointer, code: 'ends_before_it_begins', message: `is before ${effectiveFrom}` }];
  const { first, last } = quartersOf(plan);
  if (last !== null && last >= first) return [];
  const message = `no whole quarter lies between ${effectiveFrom} and ${effectiveTo}: nothing would ever be paid`;
  return [{ pointer, code: 'no_whole_quarter', message }];
}

function repeatedCodes(components: readonly Component[]): readonly Fault[] {
  const codes = components.map(({ code }) => code);
  return codes.flatMap((code, index) =>
    codes.indexOf(code) < index
      ? [
          fault(
            `/body/components/${index}/code`,
            'repeated_code',
            `"${code}" is the code of another component`,
          ),
        ]
      : [],
  );
}

function componentFaults(component: Component, checkCustom: CheckCustom): readonly Fault[] {
  switch (component.kind) {
    case 'tiered-rebate':
      return tierFaults(component.tiers);
    case 'attainment-bonus':
      return curveFaults(component.curve);
    case 'custom':
      return checkCustom(component);
    case 'growth-rebate':
      return [];
  }
}

function tierFaults(tiers: readonly Tier[]): readonly Fault[] {
  return tiers.flatMap(({ from }, index) => {
    const pointer = `/tiers/${index}/from`;
    if (index === 0)
      return from === '0' ? [] : [fault(pointer, 'not_zero', 'the first tier must begin at 0')];
    const below = tiers[index - 1]!.from;
    return BigInt(from) > BigInt(below) ? [] : [fault(pointer, 'not_rising', `must be above ${below}`)];
  });
}

function curveFaults(curve: readonly PayoutPoint[]): readonly Fault[] {
  return curve.flatMap(({ attainmentBp }, index) => {
    const below = curve[index - 1]?.attainmentBp ?? -1;
    if (attainmentBp > below) return [];
    return [fault(`/curve/${index}/attainmentBp`, 'not_rising', `must be above ${below}`)];
  });
}

function fault(pointer: string, code: string, message: string): Fault {
  return { pointer, code, message };
}

/** The plan that a draft makes of the one in force: the same content is the same version, and then `current` itself. */
export function nextPlan(current: Plan | undefined, code: string, draft: PlanDraft): Plan {
  if (!current) return { code, version: 1, ...draft };
  return isDeepStrictEqual(termsOf(current), draft)
    ? current
    : { code, version: current.version + 1, ...draft };
}

/** A plan without its code and version. */
export function termsOf({ code: _code, version: _version, ...terms }: Plan): PlanDraft {
  return terms;
}
