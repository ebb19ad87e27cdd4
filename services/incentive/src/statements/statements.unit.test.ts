import type { Plan, Statement } from '@quyu/incentive-contracts';
import fc from 'fast-check';
import { extractText, getDocumentProxy } from 'unpdf';
import { describe, expect, it } from 'vitest';
import { csvCell } from '../csv-cell.js';
import type { StatementDocument } from './line-texts.js';
import { statementCsv } from './statement-csv.js';
import { statementPdf } from './statement-pdf.js';
import { accountOf, fileName, type Movement, owedOf, runningBalances } from './statements.js';
import { traceSentence } from './trace-words.js';
import { words } from './words.js';

const KINDS = ['accrue', 'adjust', 'hold', 'release', 'pay', 'redeem'] as const;
const movement$ = fc
  .record({ kind: fc.constantFrom(...KINDS), amount: fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }) })
  .map(({ kind, amount }, ): Movement => {
    const line = { transferId: '0198c0de-0000-7000-8000-000000000001', bookedOn: '2026-07-05', kind, reason: null, earning: null };
    if (kind === 'hold') return { line, payable: -amount, held: amount };
    if (kind === 'release') return { line, payable: amount, held: -amount };
    return { line, payable: amount, held: 0n };
  }); // prettier-ignore

const trace = [
  { step: 'sales', inputs: { sales: '9000000' }, amount: null },
  {
    step: 'tier',
    inputs: { from: '2500000', rateBp: '150', slice: '6500000', earned: '97500' },
    amount: null,
  },
  { step: 'rounded-half-up', inputs: { exact: '97500' }, amount: { amount: '97500', currency: 'CNY' } },
];
const plan: Plan = {
  code: 'channel', version: 1, name: '渠道返利', currency: 'CNY', effectiveFrom: '2026-01-01', effectiveTo: null,
  components: [{ kind: 'flat', code: 'rebate', payee: 'partner', rateBp: 150 }],
}; // prettier-ignore
const document = (language: 'en' | 'zh-CN', lines = 1, payeeName = '上海示例有限公司'): StatementDocument => {
  const earning = {
    resultId: '0198c0de-0000-7000-8000-000000000002', planCode: 'channel', planName: '渠道返利', component: 'rebate', period: '2026-Q2',
    kind: 'earned' as const, result: { amount: '97500', currency: 'CNY' }, trace,
  }; // prettier-ignore
  const movements = Array.from({ length: lines }, (_, at): Movement => ({
    line: { transferId: `0198c0de-0000-7000-8000-${String(at).padStart(12, '0')}`, bookedOn: '2026-07-05', kind: 'accrue', reason: null, earning },
    payable: 97_500n,
    held: 0n,
  })); // prettier-ignore
  const statement: Statement = {
    payeeKind: 'partner', payeeCode: 'JXS-1', payeeName, period: '2026-Q3', from: '2026-07-01', to: '2026-09-30', isFinal: false,
    accounts: [accountOf('CNY', { payable: 1234n, held: 500n }, movements)],
  }; // prettier-ignore
  return { statement, plans: [plan], language, asOf: '2026-08-01', from: 'Quyu 示例' };
};
const textOf = async (pdf: Buffer): Promise<{ pages: number; text: string }> => {
  const { totalPages, text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), {
    mergePages: true,
  });
  return { pages: totalPages, text: text.replaceAll(/\s+/g, ' ') };
};

describe('an account of a statement', () => {
  it('closes with what it opened with and all that moved, and its sums are those of its lines', () => {
    const amount$ = fc.bigInt({ min: -1000n, max: 10n ** 9n });
    fc.assert(
      fc.property(fc.array(movement$), amount$, amount$, (movements, payable, held) => {
        const account = accountOf('CNY', { payable, held }, movements);
        const closing = owedOf(account.closing);
        expect(runningBalances(account).at(-1) ?? owedOf(account.opening)).toBe(closing);
        const summed = account.sums.reduce((sum, each) => sum + owedOf(each), owedOf(account.opening));
        expect(summed).toBe(closing);
        const unmoved = movements.filter(({ line }) => line.kind === 'hold' || line.kind === 'release');
        expect(unmoved.every((each) => each.payable + each.held === 0n)).toBe(true);
      }),
    );
  });
});

describe('a statement as a file', () => {
  it.each([
    ['en', ['Incentive statement', 'Opening balance', '65,000.00 at 1.5 % (from 25,000.00) = 975.00', 'Page 1 of 1', 'not over']],
    ['zh-CN', ['激励对账单', '期初余额', '65,000.00 × 1.5 %(自 25,000.00 起) = 975.00', '第 1 页,共 1 页', '尚未结束']],
  ] as const)('says the same on paper and as a table, in %s', async (language, expected) => {
    const pdf = await statementPdf(document(language));
    const { pages, text } = await textOf(pdf);
    expect(pages).toBe(1);
    for (const each of [...expected, '上海示例有限公司 (JXS-1)', '渠道返利 · rebate · 2026-Q2', '17.34', '992.34']) expect(text).toContain(each);
    const csv = statementCsv(document(language));
    for (const each of [words[language].opening, expected[2], '渠道返利 · rebate · 2026-Q2', '17.34', '975.00', '992.34']) expect(csv.replaceAll('"', '')).toContain(each);
    expect(await statementPdf(document(language))).toEqual(pdf);
  }); // prettier-ignore

  it('goes on over as many pages as it needs', async () => {
    const { pages, text } = await textOf(await statementPdf(document('en', 60)));
    expect(pages).toBeGreaterThan(3);
    expect(text).toContain(`Page ${pages} of ${pages}`);
    expect(text.match(/渠道返利 · rebate/g)).toHaveLength(60);
  });

  it('runs no formula, and is called by plain characters', () => {
    expect(csvCell('=HYPERLINK("x")')).toBe(`"'=HYPERLINK(""x"")"`);
    expect(csvCell('-12.50')).toBe('-12.50');
    expect(csvCell('-1+1')).toBe("'-1+1");
    const { statement } = document('en');
    expect(fileName({ ...statement, payeeCode: '../伙伴 1' }, 'pdf')).toBe('statement-______1-2026-Q3.pdf');
  });
});

describe('a step of a trace', () => {
  const reading = { currency: 'USD', measuresAmounts: true, language: 'en' } as const;
  it.each([
    [
      {
        step: 'payout',
        inputs: { attainmentBp: '10950/11', payoutBp: '8000', full: '100000', earned: '80000' },
      },
      'Attainment ≈9.954545 % pays 80 % of 1,000.00 = 800.00',
    ],
    [
      { step: 'gate', inputs: { sum: '5', before: '0', found: '', outcome: 'lose' } },
      'Condition: found "", it does not hold: lost',
    ],
    [{ step: 'of-a-module', inputs: { a: '1' } }, 'of-a-module: {"a":"1"}'],
  ])('%j is read as a sentence', (step, expected) => {
    expect(traceSentence({ ...step, amount: null }, reading)).toBe(expected);
  });

  it('counts pieces where the component does', () =>
    expect(
      traceSentence({ step: 'sales', inputs: { sales: '12' }, amount: null }, { ...reading, measuresAmounts: false }),
    ).toBe('Sales 12')); // prettier-ignore
});
