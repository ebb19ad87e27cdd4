import { defineExtensionPoint, type Fault } from '@quyu/plugin-kit';
import type { Calculator } from './calculation/calculator.js';

export type { Calculator, Facts, Look, Part, PlanPeriod } from './calculation/calculator.js';
export { factList, factText } from './calculation/calculator.js';
export {
  addFractions,
  compareFractions,
  divideFractions,
  type Fraction,
  fractionText,
  multiplyFractions,
  readFraction,
  subtractFractions,
  sumFractions,
  wholeFraction,
} from './calculation/fraction.js';
export type { Measure } from './calculation/history.js';

/** A type of plan component that a module adds: plans name it in a component of kind `custom`. */
export interface ComponentType {
  readonly type: string;
  /** What is wrong with settings; pointers start at the settings. */
  check(settings: Readonly<Record<string, string>>): readonly Fault[];
  /** Only ever called with settings that had no fault. */
  make(settings: Readonly<Record<string, string>>): Calculator;
}

export const incentiveComponent = defineExtensionPoint<ComponentType>('incentive.component');
