import { describe, expect, it } from 'vitest';
import { moversOf, type Paid, totalsOf } from './what-if.js';

const paid = (payeeCode: string, amount: bigint, currency = 'USD'): Paid => ({
  payeeKind: 'partner',
  payeeCode,
  amount,
  currency,
});

describe('who would be paid otherwise', () => {
  it('comes with the largest change first, and nobody without one', () => {
    const before = [paid('A', 100n), paid('B', 5n), paid('C', 7n), paid('D', 9n)];
    const after = [paid('A', 90n), paid('B', 5n), paid('D', 29n), paid('E', 10n)];
    const movers = moversOf(before, after);
    expect(movers.map((each) => [each.payeeCode, each.before?.amount, each.after?.amount])).toEqual([
      ['D', '9', '29'],
      ['A', '100', '90'],
      ['E', undefined, '10'],
      ['C', '7', undefined],
    ]);
  });

  it('is whoever is paid in another currency, too', () => {
    expect(moversOf([paid('A', 1n)], [paid('A', 1n, 'EUR')])).toHaveLength(1);
    expect(totalsOf([paid('A', 1n), paid('B', 2n, 'EUR'), paid('C', 3n)])).toEqual([
      { amount: '2', currency: 'EUR' },
      { amount: '4', currency: 'USD' },
    ]);
  });
});
