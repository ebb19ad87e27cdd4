import type { Look, Result, ResultLine } from '@quyu/incentive-contracts';
import { amountText, exactAmountText } from '../terminal/amounts.js';

/** A result with all that it follows from. */
export interface Explanation {
  readonly result: Result;
  readonly sentences: readonly string[];
  readonly looks: readonly Look[];
  /** Those that are shown; there may be more. */
  readonly lines: readonly ResultLine[];
}

const WORDS = {
  en: {
    plan: 'plan',
    version: 'version',
    credit: { own: 'own', group: 'of the group', 'own-and-group': 'own and of the group', overlay: 'by overlays' },
    of: { amount: 'sales', quantity: 'pieces', orders: 'orders' },
    lines: 'lines',
    counts: 'counts',
    more: 'more',
  },
  'zh-CN': {
    plan: '方案',
    version: '版本',
    credit: { own: '本人', group: '团队', 'own-and-group': '本人及团队', overlay: '叠加' },
    of: { amount: '销售额', quantity: '件数', orders: '订单' },
    lines: '条明细',
    counts: '计入',
    more: '条未显示',
  },
} as const; // prettier-ignore

/** As a tree: the result, how it came about, what was looked at, and the lines of that. */
export function renderExplanation(explanation: Explanation, language: 'en' | 'zh-CN'): string {
  const words = WORDS[language];
  const { result, sentences, looks, lines } = explanation;
  const { payeeKind, payeeCode, component, period, amount, planCode, planVersion } = result;
  const head = `${payeeKind} ${payeeCode} · ${component} · ${period}: ${amountText(amount)} ${amount.currency} (${words.plan} ${planCode}, ${words.version} ${planVersion})`;
  const { currency } = amount;
  const branches = looks.flatMap((look, at) => {
    const own = lines.filter((line) => line.look === at);
    const shown = own.map((line) => lineText(line, look, { language, currency }));
    const hidden = look.lines - own.length;
    const more = hidden > 0 ? [`└ … ${hidden} ${words.more}`] : [];
    return [lookText(look, { language, currency }), ...[...shown, ...more].map((each) => `  ${each}`)];
  });
  return [head, ...sentences.map((each) => `├ ${each}`), ...branches.map((each) => `│ ${each}`)].join('\n');
}

interface Reading {
  readonly language: 'en' | 'zh-CN';
  /** That of the plan. */
  readonly currency: string;
}

function lookText(
  { of, credit, from, through, lines, counted }: Look,
  { language, currency }: Reading,
): string {
  const words = WORDS[language];
  const months = from === through ? from : `${from} – ${through}`;
  return `${words.of[of]}, ${words.credit[credit]}, ${months}: ${countedText(of, counted, currency)} (${lines} ${words.lines})`;
}

function lineText(line: ResultLine, { of }: Look, { language, currency }: Reading): string {
  const { creditedOn, source, lineId, product, quantity, amount, counted } = line;
  return `└ ${creditedOn} ${source} ${lineId} ${product} × ${quantity}: ${amountText(amount)} ${amount.currency}, ${WORDS[language].counts} ${countedText(of, counted, currency)}`;
}

function countedText(of: Look['of'], counted: string, currency: string): string {
  return of === 'amount' ? exactAmountText(counted, currency) : counted;
}
