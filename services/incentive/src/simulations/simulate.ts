import { incentiveErrors, type SimulatedResult, type Simulation } from '@quyu/incentive-contracts';
import { money } from '@quyu/plugin-kit';
import { setImmediate } from 'node:timers/promises';
import type { Month, PayeeHistory } from '../calculation/history.js';
import { monthOf, periodNamed } from '../calculation/pay-periods.js';
import type { ReadyPlan } from '../runs/engine.js';
import { converter } from './conversions.js';
import { historyOfLines } from './history-of-lines.js';
import { creditedLines, type PayeeKey } from './lines-of-request.js';
import { payeesOfRequest } from './payees-of-request.js';

/** How much is tried out at a time: payees times periods times components. */
const LARGEST = 200_000;
/** How long others may have to wait, in milliseconds, besides a single payee. */
const SLICE_MS = 15;

export interface Simulated {
  readonly results: SimulatedResult[];
  readonly totals: Pick<SimulatedResult, 'payeeKind' | 'payeeCode' | 'period' | 'amount'>[];
  readonly total: SimulatedResult['amount'];
}

/**
 * Calculates a plan on the lines of a request, as a run would on the same lines.
 *
 * @throws Problem SIMULATION_INVALID for a missing rate, nothing to calculate, or too much of it.
 */
export async function simulatePlan(plan: ReadyPlan, request: Simulation): Promise<Simulated> {
  const through = throughOf(request);
  const histories = historiesOf(plan, request);
  refuseTooLarge(plan, request, { through, payees: histories.length });
  const awards = plan.isRanked
    ? plan.rank(histories.flatMap((history) => plan.entries(history, through)))
    : undefined;
  const results: SimulatedResult[] = [];
  let began = performance.now();
  for (const history of histories) {
    results.push(...resultsOf(plan, history, plan.calculate(history, through, awards)));
    if (performance.now() - began < SLICE_MS) continue;
    await setImmediate();
    began = performance.now();
  }
  return { results, ...totalsOf(results, plan.currency) };
}

/** Ordered by kind and code. */
function historiesOf(plan: ReadyPlan, request: Simulation): readonly PayeeHistory[] {
  const convert = converter(request);
  const lines = creditedLines(request, convert);
  return payeesOfRequest(request, convert, lines.keys())
    .filter(({ kind }) => plan.payeeKinds.has(kind))
    .map((payee) => {
      const key: PayeeKey = `${payee.kind} ${payee.code}`;
      return historyOfLines(payee, plan.measures, lines.get(key) ?? []);
    });
}

function throughOf({ through, lines, quotas = [] }: Simulation): Month {
  if (through !== undefined) return monthOf(through);
  const months = [
    ...lines.map(({ date }) => monthOf(date)),
    ...quotas.map(({ period }) => monthOf(periodNamed(period).end)),
  ];
  if (months.length > 0) return Math.max(...months);
  throw invalid('/body/through', 'nothing_until', 'say until when: there are neither lines nor quotas');
}

function refuseTooLarge(
  { firstMonth, bucketMonths }: ReadyPlan,
  { plan }: Simulation,
  { through, payees }: { readonly through: Month; readonly payees: number },
): void {
  const periods = Math.max(0, Math.ceil((through - firstMonth + 1) / bucketMonths));
  const size = payees * periods * plan.components.length;
  if (size <= LARGEST) return;
  const message = `${payees} payees, ${periods} periods and ${plan.components.length} components are ${size} results; at most ${LARGEST} are tried out at a time: begin the plan later, or end earlier`;
  throw invalid('/body/plan/effectiveFrom', 'too_large', message);
}

function invalid(pointer: string, code: string, message: string) {
  return incentiveErrors.SIMULATION_INVALID({
    detail: `${pointer} ${message}`,
    errors: [{ pointer, code, message }],
  });
}

function resultsOf(
  { currency, explain }: ReadyPlan,
  { kind: payeeKind, code: payeeCode }: PayeeHistory,
  calculated: ReturnType<ReadyPlan['calculate']>,
): SimulatedResult[] {
  return calculated.map(({ component, period, amount, facts }) => {
    const trace = explain({ component, period, facts, currency });
    return { payeeKind, payeeCode, component, period, amount: money(amount, currency), trace };
  });
}

function totalsOf(
  results: readonly SimulatedResult[],
  currency: string,
): Pick<Simulated, 'totals' | 'total'> {
  const groups = Map.groupBy(results, ({ payeeKind, payeeCode, period }) => `${payeeKind} ${payeeCode} ${period}`);
  const totals = [...groups.values()].map((own) => {
    const { payeeKind, payeeCode, period } = own[0]!;
    return { payeeKind, payeeCode, period, amount: money(sumOf(own), currency) };
  });
  return { totals, total: money(sumOf(results), currency) };
} // prettier-ignore

function sumOf(results: readonly SimulatedResult[]): bigint {
  return results.reduce((sum, { amount }) => sum + BigInt(amount.amount), 0n);
}
