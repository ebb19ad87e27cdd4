import { isDeepStrictEqual } from 'node:util';
import type { Component, Plan, PlanDraft } from '@quyu/incentive-contracts';
import type { Fault } from '@quyu/plugin-kit';
import { isModifier, withInlineModifiers } from '../calculation/inline-modifiers.js';
import { firstMonthFrom, lastMonthUntil } from '../calculation/pay-periods.js';
import { digitsOf } from '../currencies/currencies.js';
import { amountFaults, earningFaults, fault, modifierFaults } from './component-faults.js';
import { gateFaults } from './gate-faults.js';

/** What a component of a type that a module adds has to say of its settings. */
export type CheckCustom = (component: Extract<Component, { readonly kind: 'custom' }>) => readonly Fault[];

/** Every contradiction in a plan that its schema cannot see, each at its JSON Pointer in the request. */
export function planFaults(plan: PlanDraft, checkCustom: CheckCustom, maxRateBp = 10_000): readonly Fault[] {
  return [
    ...currencyFaults(plan),
    ...dateFaults(plan),
    ...repeatedCodes(plan.components),
    ...repeatedClawbacks(plan.components),
    ...gateFaults(plan.components),
    ...plan.components.flatMap((component, index) =>
      [
        ...componentFaults(plan.components, index, { checkCustom, maxRateBp }),
        ...amountFaults(component),
      ].map((found) => ({ ...found, pointer: `/body/components/${index}${found.pointer}` })),
    ),
    ...(plan.components.every(isModifier)
      ? [fault('/body/components', 'no_eligible_payee', 'nothing is earned: there are only modifiers')]
      : []),
  ];
}

function currencyFaults({ currency }: PlanDraft): readonly Fault[] {
  if (digitsOf(currency) !== undefined) return [];
  return [fault('/body/currency', 'unknown_currency', `"${currency}" is no currency of ISO 4217`)];
}

function dateFaults(plan: PlanDraft): readonly Fault[] {
  const { effectiveFrom, effectiveTo, period = 'quarter' } = plan;
  if (effectiveTo === null) return [];
  const pointer = '/body/effectiveTo';
  if (effectiveTo < effectiveFrom)
    return [fault(pointer, 'ends_before_it_begins', `is before ${effectiveFrom}`)];
  const first = firstMonthFrom(period, effectiveFrom);
  const last = lastMonthUntil(period, effectiveTo);
  if (last < first) {
    const message = `no whole ${period} lies between ${effectiveFrom} and ${effectiveTo}: nothing would ever be paid`;
    return [fault(pointer, `no_whole_${period}`, message)];
  }
  return plan.components.flatMap((component, index) =>
    isPaidByYear(component) && first - (first % 12) + 11 > last
      ? [
          fault(
            `/body/components/${index}`,
            'no_end_of_year',
            `is paid in December, but the plan ends on ${effectiveTo}`,
          ),
        ]
      : [],
  );
}

function isPaidByYear(component: Component): boolean {
  return component.kind === 'year-end-bonus' || (component.kind === 'tiered' && component.basis === 'year');
}

/** The codes of inline gates, floors and caps are codes like any other: their results bear them. */
function repeatedCodes(components: readonly Component[]): readonly Fault[] {
  const seen = new Set<string>();
  return components.flatMap((component, index) =>
    withInlineModifiers(component).flatMap(({ code }) => {
      if (!seen.has(code)) {
        seen.add(code);
        return [];
      }
      const pointer = `/body/components/${index}${code === component.code ? '/code' : ''}`;
      return [fault(pointer, 'repeated_code', `"${code}" is the code of another component`)];
    }),
  );
}

/** The window of a clawback holds for all that a plan measures, so a second one could not have its own. */
function repeatedClawbacks(components: readonly Component[]): readonly Fault[] {
  const first = components.findIndex(({ kind }) => kind === 'clawback');
  return components.flatMap(({ kind }, index) =>
    kind === 'clawback' && index > first
      ? [
          fault(
            `/body/components/${index}`,
            'repeated_clawback',
            `a plan has one clawback, and that is "${components[first]!.code}"`,
          ),
        ]
      : [],
  );
}

function componentFaults(
  components: readonly Component[],
  index: number,
  { checkCustom, maxRateBp }: { readonly checkCustom: CheckCustom; readonly maxRateBp: number },
): readonly Fault[] {
  const component = components[index]!;
  if (component.kind === 'custom') return checkCustom(component);
  if (!isModifier(component)) return earningFaults(component, maxRateBp);
  const codesOf = (some: readonly Component[]): string[] =>
    some.flatMap(withInlineModifiers).map(({ code }) => code);
  return modifierFaults(component, codesOf(components.slice(0, index)), codesOf(components));
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
