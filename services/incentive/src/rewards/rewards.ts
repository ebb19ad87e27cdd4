import type { Plan } from '@quyu/incentive-contracts';
import type { Calculator } from '../extension-points.js';
import { quartersOf, type QuarterSpan } from '../plans/plans.js';
import { calculatorOf, type ComponentTypes } from './components.js';

/** A plan made ready to calculate with. */
export interface PlanInForce {
  readonly code: string;
  readonly version: number;
  readonly currency: string;
  readonly span: QuarterSpan;
  readonly components: readonly { readonly code: string; readonly calculator: Calculator }[];
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
