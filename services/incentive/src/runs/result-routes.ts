import { incentiveErrors, type Plan, type Result } from '@quyu/incentive-contracts';
import { cursorPart, money, PAGE_DEFAULT, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { Context, RoutesOf, Tx } from '../context.js';
import type { Explain } from './engine.js';
import { type KeptResult, selectResult, selectResults, totalResults } from './standing-store.js';

interface Needs {
  readonly explain: Explain;
  /** Named versions of plans. */
  readonly versions: (
    db: Tx['db'],
    versions: readonly { readonly code: string; readonly version: number }[],
  ) => Promise<readonly Plan[]>;
}

export function resultRoutes(
  ctx: Context,
  needs: Needs,
): RoutesOf<'listResults' | 'getResult' | 'totalRewards'> {
  return {
    listResults: async ({ query: { cursor, limit = PAGE_DEFAULT, ...filter } }) => {
      const [after] = readCursor(cursor, [cursorPart.uuid]) ?? [];
      const kept = await selectResults(ctx.db, filter, after, limit + 1);
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

async function withTraces(ctx: Context, needs: Needs, results: readonly KeptResult[]): Promise<Result[]> {
  const versions = new Map(
    results.map(({ planCode: code, planVersion: version }) => [`${code} ${version}`, { code, version }]),
  );
  const plans = await needs.versions(ctx.db, [...versions.values()]);
  const known = new Map(plans.map((plan) => [`${plan.code} ${plan.version}`, plan]));
  return results.map(({ facts, ...result }) => {
    const { component, period, amount, planCode, planVersion } = result;
    const explained = { component, period, facts, currency: amount.currency };
    return { ...result, trace: needs.explain(known.get(`${planCode} ${planVersion}`), explained) };
  });
}
