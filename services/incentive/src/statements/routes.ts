import { incentiveErrors, type Plan, type Statement } from '@quyu/incentive-contracts';
import { money } from '@quyu/plugin-kit';
import { businessDateOf } from '../business-date.js';
import { periodNamed } from '../calculation/pay-periods.js';
import type { Context, RoutesOf } from '../context.js';
import type { Explain } from '../runs/engine.js';
import { statementCsv } from './statement-csv.js';
import { statementPdf } from './statement-pdf.js';
import {
  type Days,
  type MovedRow,
  pageOfSummaries,
  type Payee,
  selectMoved,
  selectOpenings,
  selectPayeeName,
  selectPlanVersions,
} from './statement-store.js';
import { accountOf, fileName, type Movement } from './statements.js';

type Operations = 'getStatement' | 'getStatementFile' | 'listStatements';

/** A statement of more lines is refused: a shorter period has fewer. */
const LARGEST = 5000;
const NOTHING = { payable: 0n, held: 0n };

export function statementRoutes(ctx: Context, explain: Explain): RoutesOf<Operations> {
  return {
    getStatement: async ({ params }) => (await readStatement(ctx, explain, params)).statement,

    getStatementFile: async ({ params, query: { format, lang = 'zh-CN' } }) => {
      const { statement, plans } = await readStatement(ctx, explain, params);
      const file = fileName(statement, format);
      const document = { statement, plans, language: lang, asOf: businessDateOf(ctx.now(), ctx.config.timeZone), from: ctx.config.debtorName };
      if (format === 'csv') return { file, mediaType: 'text/csv', encoding: 'utf8', content: statementCsv(document) };
      const content = (await statementPdf(document)).toString('base64');
      return { file, mediaType: 'application/pdf', encoding: 'base64', content };
    },

    listStatements: ({ query: { period, ...page } }) => pageOfSummaries(ctx.db, daysOf(period), page),
  };
} // prettier-ignore

function daysOf(period: string): Days {
  const { first, end } = periodNamed(period);
  const year = String(Math.floor(first / 12)).padStart(4, '0');
  return { from: `${year}-${String((first % 12) + 1).padStart(2, '0')}-01`, to: end };
}

/** @throws Problem PAYEE_NOT_FOUND, STATEMENT_TOO_LARGE. */
async function readStatement(
  { db, now, config }: Context,
  explain: Explain,
  { payeeKind, payeeCode, period }: Payee & { readonly period: string },
): Promise<{ statement: Statement; plans: readonly Plan[] }> {
  const payee = { payeeKind, payeeCode };
  const payeeName = await selectPayeeName(db, payee);
  if (payeeName === undefined)
    throw incentiveErrors.PAYEE_NOT_FOUND({ detail: `no ${payeeKind} has the code "${payeeCode}"` });
  const days = daysOf(period);
  const openings = await selectOpenings(db, payee, days.from);
  const moved = await selectMoved(db, payee, days, LARGEST + 1);
  if (moved.length > LARGEST)
    throw incentiveErrors.STATEMENT_TOO_LARGE({
      detail: `more than ${LARGEST} movements are booked in ${period}: ask for a shorter period, or list the transfers`,
    });
  const plans = await selectPlanVersions(db, moved.filter(({ resultId }) => resultId !== null));
  const byCurrency = Map.groupBy(moved, ({ currency }) => currency);
  const accounts = [...new Set([...openings.keys(), ...byCurrency.keys()])].toSorted().map((currency) => {
    const movements = (byCurrency.get(currency) ?? []).map((row) => movementOf(row, plans, explain));
    return accountOf(currency, openings.get(currency) ?? NOTHING, movements);
  });
  const isFinal = days.to < businessDateOf(now(), config.timeZone);
  return { statement: { ...payee, payeeName, period, ...days, isFinal, accounts }, plans };
} // prettier-ignore

function movementOf(row: MovedRow, plans: readonly Plan[], explain: Explain): Movement {
  const { transferId, bookedOn, kind, payable, held, reason } = row;
  const line = { transferId, bookedOn, kind, reason, earning: earningOf(row, plans, explain) };
  return { line, payable: BigInt(payable), held: BigInt(held) };
}

function earningOf(row: MovedRow, plans: readonly Plan[], explain: Explain): Movement['line']['earning'] {
  const { resultId, planCode, planVersion, component, period, earningKind: kind, result, facts, currency } = row;
  if (resultId === null) return null;
  const plan = plans.find(({ code, version }) => code === planCode && version === planVersion);
  const trace = facts ? explain(plan, { component, period, facts, currency }) : [];
  const named = { resultId, planCode, planName: plan?.name ?? planCode, component, period, kind };
  return { ...named, result: money(BigInt(result), currency), trace };
} // prettier-ignore
