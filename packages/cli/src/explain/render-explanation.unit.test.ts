import { describe, expect, it } from 'vitest';
import { exactAmountText } from '../terminal/amounts.js';
import { type Explanation, renderExplanation } from './render-explanation.js';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const explanation: Explanation = {
  result: {
    resultId: '0198c0de-0000-7000-8000-000000000001', planCode: 'channel', planVersion: 2, component: 'rebate',
    payeeKind: 'partner', payeeCode: 'AW1', period: '2019-Q3', amount: usd('97500'), trace: [],
  },
  sentences: ['Sales 90,000.00', '65,000.00 at 1.5 % (from 25,000.00) = 975.00', 'Rounded half up: 975.00'],
  looks: [{ credit: 'own', of: 'amount', from: '2019-07', through: '2019-09', lines: 3, counted: '9000000.5' }],
  lines: [{ look: 0, source: 'erp', lineId: 'SO1', order: 'SO1', soldOn: '2019-07-01', creditedOn: '2019-07-01', product: 'P1', quantity: 2, amount: usd('100'), counted: '50.5' }],
}; // prettier-ignore

describe('an explanation on a terminal', () => {
  it('goes from the result down to the lines, and says what it does not show', () => {
    expect(renderExplanation(explanation, 'en').split('\n')).toEqual([
      'partner AW1 · rebate · 2019-Q3: 975.00 USD (plan channel, version 2)',
      '├ Sales 90,000.00',
      '├ 65,000.00 at 1.5 % (from 25,000.00) = 975.00',
      '├ Rounded half up: 975.00',
      '│ sales, own, 2019-07 – 2019-09: 90,000.005 (3 lines)',
      '│   └ 2019-07-01 erp SO1 P1 × 2: 1.00 USD, counts 0.505',
      '│   └ … 2 more',
    ]);
  });

  it('is there in Chinese', () => {
    expect(renderExplanation(explanation, 'zh-CN')).toContain(
      '销售额, 本人, 2019-07 – 2019-09: 90,000.005 (3 条明细)',
    );
  });

  it.each([
    ['-5', 'USD', '-0.05'],
    ['1234567', 'JPY', '1,234,567'],
    ['1234.5', 'JPY', '1,234.5'],
    ['0', 'KWD', '0.000'],
  ])('shows %s minor units of %s as %s', (minorUnits, currency, expected) =>
    expect(exactAmountText(minorUnits, currency)).toBe(expected),
  );
});
