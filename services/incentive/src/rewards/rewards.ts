import type { Plan } from '@quyu/incentive-contracts';
import type { Calculator, PartnerFacts, SalespersonFacts } from '../extension-points.js';
import type { Quarter } from '../periods.js';
import { quartersOf, type QuarterSpan } from '../plans/plans.js';
import { calculatorOf, type ComponentTypes } from './components.js';
import { roundFraction } from '../calculation/fraction.js';
import { type FactsText, partnerFactsText, salespersonFactsText } from './trace.js';

/** A plan made ready to calculate with. */
export interface PlanInForce {
  readonly code: string;
  readonly version: number;
  readonly currency: string;
  readonly span: QuarterSpan;
  readonly components: readonly { readonly code: string; readonly calculator: Calculator }[];
}

/** What a payee earns by one component in one quarter, as calculated. Zero is an amount like any other. */
export interface Reward {
  readonly planCode: string;
  readonly planVersion: number;
  readonly component: string;
  readonly payeeKind: 'partner' | 'salesperson';
  readonly payeeCode: string;
  readonly quarter: Quarter;
  readonly amount: bigint;
  readonly currency: string;
  readonly facts: FactsText;
}

/** Facts of one payee and quarter. */
export interface PayeeQuarter<Facts> {
  readonly payeeCode: string;
  readonly quarter: Quarter;
  readonly facts: Facts;
}

/** @throws RangeError naming the plan and component whose module is not there. */
export function planInForce(plan: Plan, types: ComponentTypes): PlanInForce {
  const components = plan.components.map((component) => {
    try {
      return { code: component.code, calculator: calculatorOf(component, types) };
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new RangeError(`plan "${plan.code}", component "${component.code}": ${why}`, { cause });
    }
  });
  const { code, version, currency } = plan;
  return { code, version, currency, span: quartersOf(plan), components };
}

export function isInSpan(quarter: Quarter, { first, last }: QuarterSpan): boolean {
  return quarter >= first && (last === null || quarter <= last);
}

/** What partners earn by all plans, each amount rounded once. */
export function rewardPartners(
  plans: readonly PlanInForce[],
  partners: readonly PayeeQuarter<PartnerFacts>[],
): Reward[] {
  return rewardPayees(plans, partners, 'partner', partnerFactsText, ({ calculator }, facts) =>
    calculator.payee === 'partner' ? roundFraction(calculator.exact(facts)) : undefined,
  );
}

/** What salespeople earn by all plans, each amount rounded once. */
export function rewardSalespeople(
  plans: readonly PlanInForce[],
  salespeople: readonly PayeeQuarter<SalespersonFacts>[],
): Reward[] {
  return rewardPayees(plans, salespeople, 'salesperson', salespersonFactsText, ({ calculator }, facts) =>
    calculator.payee === 'salesperson' ? roundFraction(calculator.exact(facts)) : undefined,
  );
}

function rewardPayees<Facts>(
  plans: readonly PlanInForce[],
  payees: readonly PayeeQuarter<Facts>[],
  payeeKind: Reward['payeeKind'],
  textOf: (facts: Facts) => FactsText,
  amountOf: (component: PlanInForce['components'][number], facts: Facts) => bigint | undefined,
): Reward[] {
  return plans.flatMap((plan) =>
    payees
      .filter(({ quarter }) => isInSpan(quarter, plan.span))
      .flatMap(({ payeeCode, quarter, facts }) =>
        plan.components.flatMap((component) => {
          const amount = amountOf(component, facts);
          if (amount === undefined) return [];
          const { code: planCode, version: planVersion, currency } = plan;
          const named = { planCode, planVersion, component: component.code, payeeKind, payeeCode };
          return [{ ...named, quarter, amount, currency, facts: textOf(facts) }];
        }),
      ),
  );
}
