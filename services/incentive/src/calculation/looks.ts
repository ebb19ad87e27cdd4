import type { Look, PlanPeriod } from './calculator.js';
import type { CompiledComponent, CompiledPlan } from './compile.js';
import { wholeFraction } from './fraction.js';
import { tryGate } from './gates.js';
import type { Measure, Month } from './history.js';
import { periodNamed } from './pay-periods.js';

/** Months of a measure that a component has looked at. */
export interface MeasureLook {
  readonly measure: Measure;
  readonly first: Month;
  readonly months: number;
}

const ONE = wholeFraction(1n);

/**
 * What of the ledger a component looks at for a period, each once, in the order in which it asks: found out by letting it
 * look at a history in which there is one of everything.
 */
export function looksOf(plan: CompiledPlan, code: string, period: string): readonly MeasureLook[] {
  const component = plan.components.find((each) => each.code === code);
  if (!component) return [];
  const named = periodNamed(period);
  const { first } = named;
  const looks = new Map<string, MeasureLook>();
  const note = (measure: number, from: Month, months: number): void => {
    const asked = plan.measures[component.measures[measure]!]!;
    if (months > 0) looks.set(JSON.stringify([asked, from, months]), { measure: asked, first: from, months });
  };
  lookOnce(component, recording(note), {
    ...named,
    yearFirst: Math.max(plan.firstMonth, first - (first % 12)),
  });
  return [...looks.values()];
}

function recording(note: (measure: number, first: Month, months: number) => void): Look {
  return {
    code: '',
    sum: (...asked) => {
      note(...asked);
      return ONE;
    },
    transactions: (...asked) => {
      note(...asked);
      return [ONE];
    },
    quota: () => ONE,
    fact: () => '1',
    participation: () => ({ days: 1, of: 1 }),
  };
}

/** What a modifier works on are other results; only its tests look at the ledger. */
function lookOnce(component: CompiledComponent, look: Look, period: PlanPeriod): void {
  if (component.is === 'earning') {
    component.calculator.gather(look, period);
    return;
  }
  const { modifier } = component;
  if (modifier.kind === 'gate') tryGate(modifier.test, look, period);
  if (modifier.kind === 'holdback' && modifier.release.when === 'test-holds')
    tryGate(modifier.release.test, look, period);
}
