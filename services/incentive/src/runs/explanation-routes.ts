import {
  incentiveErrors,
  type Look,
  type Plan,
  type Result,
  type ResultLine,
} from '@quyu/incentive-contracts';
import { cursorPart, PAGE_DEFAULT, pageFrom, readCursor } from '@quyu/plugin-kit';
import type { MeasureLook } from '../calculation/looks.js';
import { payPeriodFrom } from '../calculation/pay-periods.js';
import type { Context, RoutesOf, Tx } from '../context.js';
import type { Explain, LooksOf } from './engine.js';
import { type KeptResult, selectResult } from './standing-store.js';

interface LinesOfPayee {
  readonly payee: 'partner' | 'salesperson';
  readonly code: string;
  readonly currency: string;
}
type LineKey = readonly [look: string, creditedOn: string, source: string, lineId: string];

/** What explanations need of the ledger and of plans, as those who keep them give it. */
export interface ExplanationNeeds {
  readonly explain: Explain;
  readonly looksOf: LooksOf;
  readonly versions: (db: Tx['db'], versions: readonly { readonly code: string; readonly version: number }[]) => Promise<readonly Plan[]>;
  readonly totalLooks: (db: Tx['db'], payee: LinesOfPayee, looks: readonly MeasureLook[]) => Promise<readonly Pick<Look, 'lines' | 'counted'>[]>;
  readonly selectLookLines: (db: Tx['db'], payee: LinesOfPayee, looks: readonly MeasureLook[], page: { readonly after: LineKey | undefined; readonly limit: number }) => Promise<ResultLine[]>;
  /** The sentences of a trace. */
  readonly sentences: (plan: Plan | undefined, result: Result, language: 'en' | 'zh-CN') => readonly string[];
} // prettier-ignore

const { text, int } = cursorPart;

/** From a result down to the lines it follows from. */
export function explanationRoutes(ctx: Context, needs: ExplanationNeeds): RoutesOf<'explainResult' | 'listResultLines'> {
  return {
    explainResult: async ({ params: { resultId }, query: { lang = 'en' } }) => {
      const { kept, plan, looks } = await find(ctx.db, needs, resultId);
      const { facts, ...standing } = kept;
      const { component, period, amount } = standing;
      const result = { ...standing, trace: needs.explain(plan, { component, period, facts, currency: amount.currency }) };
      const totals = await needs.totalLooks(ctx.db, payeeOf(kept), looks);
      return { result, sentences: [...needs.sentences(plan, result, lang)], looks: looks.map((look, at) => ({ ...shownLook(look), ...totals[at]! })) };
    },

    listResultLines: async ({ params: { resultId }, query: { cursor, limit = PAGE_DEFAULT } }) => {
      const { kept, looks } = await find(ctx.db, needs, resultId);
      const after = readCursor(cursor, [int, text, text, text]);
      const lines = await needs.selectLookLines(ctx.db, payeeOf(kept), looks, { after, limit: limit + 1 });
      return pageFrom(lines, limit, ({ look, creditedOn, source, lineId }) => [String(look), creditedOn, source, lineId]);
    },
  };
} // prettier-ignore

/** @throws Problem RESULT_NOT_FOUND. */
async function find(db: Tx['db'], needs: ExplanationNeeds, resultId: string): Promise<{ kept: KeptResult; plan: Plan | undefined; looks: readonly MeasureLook[] }> {
  const kept = await selectResult(db, resultId);
  if (!kept) throw incentiveErrors.RESULT_NOT_FOUND({ detail: `no result has the id ${resultId}` });
  const { planCode: code, planVersion: version } = kept;
  const [plan] = await needs.versions(db, [{ code, version }]);
  return { kept, plan, looks: plan ? needs.looksOf(plan, kept) : [] };
} // prettier-ignore

function payeeOf({ payeeKind: payee, payeeCode: code, amount: { currency } }: KeptResult): LinesOfPayee {
  return { payee, code, currency };
}

function shownLook({ measure: { credit, of }, first, months }: MeasureLook) {
  const month = (at: number): string => payPeriodFrom('month', at).name;
  return { credit, of, from: month(first), through: month(first + months - 1) };
}
