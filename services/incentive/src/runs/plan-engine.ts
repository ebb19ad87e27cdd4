import type { Plan } from '@quyu/incentive-contracts';
import {
  calculatePayee,
  type CompiledPlan,
  compilePlan,
  explainResult,
  rankingEntries,
} from '../calculation/calculate.js';
import type { ComponentTypes } from '../calculation/component-types.js';
import { looksOf } from '../calculation/looks.js';
import { MONTHS } from '../calculation/pay-periods.js';
import { type Awards, type RankingEntry, rankPayees } from '../calculation/ranking.js';
import type { Engine, Explain, ReadyPlan } from './engine.js';

/** The calculation of plans, as runs use it. */
export function planEngine(types: ComponentTypes, readHistories: Engine['readHistories']): Engine {
  return {
    compilePlan: (plan) => readyPlan(plan, types),
    explain: explainer(types),
    looksOf: (plan, { component, period }) => {
      const compiled = compileKnown(plan, types);
      return compiled ? looksOf(compiled, component, period) : [];
    },
    readHistories,
  };
}

/** Each plan is made ready once. One whose module is not there any more cannot be: its results say so in their traces. */
function explainer(types: ComponentTypes): Explain {
  const compiled = new WeakMap<Plan, CompiledPlan>();
  return (plan, result) => {
    if (plan && !compiled.has(plan)) {
      const ready = compileKnown(plan, types);
      if (ready) compiled.set(plan, ready);
    }
    return explainResult(plan && compiled.get(plan), result);
  };
}

function compileKnown(plan: Plan, types: ComponentTypes): CompiledPlan | undefined {
  try {
    return compilePlan(plan, types);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function readyPlan(plan: Plan, types: ComponentTypes): ReadyPlan {
  const compiled = compilePlan(plan, types);
  const {
    code,
    version,
    currency,
    firstMonth,
    measures,
    quotaSets,
    factNames,
    payeeKinds,
    prorates,
    period,
  } = compiled;
  const asks = { code, version, currency, firstMonth, measures, quotaSets, factNames, prorates, payeeKinds };
  return {
    ...asks,
    bucketMonths: MONTHS[period],
    isRanked: compiled.rankings.length > 0,
    entries: (history, through) => rankingEntries(compiled, history, through),
    rank: (entries) => rankAll(compiled, entries),
    calculate: (history, through, awards) => calculatePayee(compiled, history, through, awards),
    explain: (result) => explainResult(compiled, result),
  };
}

function rankAll({ rankings }: CompiledPlan, entries: readonly RankingEntry[]): Awards {
  return new Map(
    rankings.flatMap((ranking) => [
      ...rankPayees(
        ranking,
        entries.filter(({ component }) => component === ranking.code),
      ),
    ]),
  );
}
