import { incentiveErrors, type Plan, type Result } from '@quyu/incentive-contracts';
import { cursorPart, money, PAGE_DEFAULT, pageFrom, readCursor } from '@quyu/plugin-kit';
import { type CompiledPlan, compilePlan, explainResult } from '../calculation/calculate.js';
import type { ComponentTypes } from '../calculation/component-types.js';
import type { Context, RoutesOf, Tx } from '../context.js';
import { quarterOf } from '../periods.js';
import { type KeptResult, selectResult, selectResults, totalResults } from './store.js';

/** Plans, as the feature that keeps them gives them. */
export interface Plans {
  /** Every plan in its latest version. */
  readonly latest: (db: Tx['db']) => Promise<readonly Plan[]>;
  readonly versions: (
    db: Tx['db'],
    versions: readonly { readonly code: string; readonly version: number }[],
  ) => Promise<readonly Plan[]>;
}

interface Needs {
  readonly types: ComponentTypes;
  readonly plans: Plans;
}

export function rewardRoutes(
  ctx: Context,
  needs: Needs,
): RoutesOf<'startRun' | 'listResults' | 'getResult' | 'totalRewards'> {
  return {
    startRun: async (_request, tx) => {
      if ((await needs.plans.latest(tx.db)).length === 0)
        throw incentiveErrors.NO_PLAN({ detail: 'set a plan first: PUT /plans/{code}' });
      return { jobId: tx.enqueue('calculate-run', { runId: ctx.newId() }) };
    },

    listResults: async ({ query: { cursor, limit = PAGE_DEFAULT, period, ...filter } }) => {
      const [after] = readCursor(cursor, [cursorPart.uuid]) ?? [];
      const quarter = period === undefined ? undefined : quarterOf(period);
      const kept = await selectResults(ctx.db, { ...filter, quarter }, after, limit + 1);
      const { items, next } = pageFrom(kept, limit, ({ resultId }) => [resultId]);
      return { items: await withTraces(ctx, needs, items), next };
    },

    getResult: async ({ params: { resultId } }) => {
      const kept = await selectResult(ctx.db, resultId);
      if (!kept) throw incentiveErrors.RESULT_NOT_FOUND({ detail: `no result has the id ${resultId}` });
      return (await withTraces(ctx, needs, [kept]))[0]!;
    },

    totalRewards: async ({ query: { year } }) => {
      const totals = await totalResults(ctx.db, year);
      const components = totals.map(({ component, currency, total, ofYear, results }) => ({
        component,
        total: money(BigInt(total), currency),
        ofYear: money(BigInt(ofYear), currency),
        results,
      }));
      return { components };
    },
  };
}

async function withTraces(
  ctx: Context,
  { types, plans: { versions: versionsOf } }: Needs,
  results: readonly KeptResult[],
): Promise<Result[]> {
  const versions = new Map(
    results.map(({ planCode: code, planVersion: version }) => [`${code} ${version}`, { code, version }]),
  );
  const plans = await versionsOf(ctx.db, [...versions.values()]);
  const compiled = new Map(plans.flatMap((plan) => compiledOf(plan, types)));
  return results.map(({ facts, ...result }) => {
    const { planCode, planVersion, component, period, amount } = result;
    const plan = compiled.get(`${planCode} ${planVersion}`);
    return { ...result, trace: explainResult(plan, { component, period, facts, currency: amount.currency }) };
  });
}

/** Leaves out the components whose module is not there. */
function compiledOf(plan: Plan, types: ComponentTypes): [string, CompiledPlan][] {
  const components = plan.components.filter((each) => each.kind !== 'custom' || types.has(each.type));
  return [[`${plan.code} ${plan.version}`, compilePlan({ ...plan, components }, types)]];
}
