import type { SimulatedResult } from '@quyu/incentive-contracts';
import { amountText } from '../terminal/amounts.js';
import { renderFigures } from '../terminal/table.js';

/** A simulation as it is answered. */
export interface Simulated {
  readonly results: readonly SimulatedResult[];
  readonly totals: readonly Pick<SimulatedResult, 'payeeKind' | 'payeeCode' | 'period' | 'amount'>[];
  readonly total: SimulatedResult['amount'];
}

const WORDS = {
  en: {
    head: ['payee', 'period', 'component', 'amount', 'how'],
    nothing: 'Nothing is earned.',
    total: 'total',
    currency: 'Amounts in',
  },
  zh: {
    head: ['收款方', '期间', '组成', '金额', '计算过程'],
    nothing: '没有激励。',
    total: '合计',
    currency: '币种',
  },
} as const;

/** Results as a table, each with the steps of its trace, and their sum. */
export function renderSimulation({ results, total }: Simulated, language: 'en' | 'zh'): string {
  const words = WORDS[language];
  if (results.length === 0) return words.nothing;
  const rows = results.map((result) => [
    `${result.payeeKind} ${result.payeeCode}`,
    result.period,
    result.component,
    amountText(result.amount),
    result.trace.map(stepText).join('\n'),
  ]);
  const sum = [words.total, '', '', amountText(total), ''];
  return `${renderFigures(words.head, [...rows, sum])}\n${words.currency} ${total.currency}`;
}

function stepText({ step, inputs }: SimulatedResult['trace'][number]): string {
  const texts = Object.entries(inputs).map(([name, value]) => `${name} ${value}`);
  return texts.length === 0 ? step : `${step}: ${texts.join(', ')}`;
}
