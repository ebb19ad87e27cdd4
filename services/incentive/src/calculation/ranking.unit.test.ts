import type { Component, Plan } from '@quyu/incentive-contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { historyOfLines } from '../simulations/history-of-lines.js';
import { calculatePayee, compilePlan, explainResult, rankingEntries } from './calculate.js';
import { wholeFraction } from './fraction.js';
import { rankPayees } from './ranking.js';

const MARCH = 2019 * 12 + 2;
const ranking = (ties: 'same-place' | 'shared'): Component => ({
  kind: 'ranking-award', code: 'best', payee: 'partner', prizes: ['1000', '501', '100'], ties,
}); // prettier-ignore
const plan = (ties: 'same-place' | 'shared'): Plan => ({
  code: 'p', version: 1, name: 'P', currency: 'USD', period: 'quarter',
  effectiveFrom: '2019-01-01', effectiveTo: null, components: [ranking(ties)],
}); // prettier-ignore
const award = (ties: 'same-place' | 'shared', sales: readonly bigint[]): bigint[] => {
  const compiled = compilePlan(plan(ties), new Map());
  const histories = sales.map((amount, index) =>
    historyOfLines({ kind: 'partner', code: `P${index}` }, compiled.measures, [
      {
        line: 'L', order: 'O', soldOn: '2019-02-01', credit: 'own', amount: wholeFraction(amount),
        quantity: wholeFraction(1n), product: { code: '1', group: 'g', category: 'c' }, territories: [],
      },
    ]),
  ); // prettier-ignore
  const entries = histories.flatMap((history) => rankingEntries(compiled, history, MARCH));
  const awards = rankPayees(compiled.rankings[0]!, entries);
  return histories.map((history) => {
    const [result] = calculatePayee(compiled, history, MARCH, awards);
    if (result)
      expect(explainResult(compiled, { ...result, currency: 'USD' })[0]).toMatchObject({ step: 'place' });
    return result?.amount ?? 0n;
  });
};

describe('a ranking', () => {
  it('gives prizes by place; who sold nothing has none', () => {
    expect(award('same-place', [5n, 9n, 0n, 7n, 6n])).toEqual([0n, 1000n, 0n, 501n, 100n]);
  });

  it('gives equals the prize of their place, and the next place stays empty', () => {
    expect(award('same-place', [9n, 9n, 5n])).toEqual([1000n, 1000n, 100n]);
  });

  it('or shares the prizes of the places they take up, to the unit', () => {
    expect(award('shared', [9n, 9n, 5n])).toEqual([751n, 750n, 100n]);
    expect(award('shared', [5n, 5n, 5n, 5n])).toEqual([401n, 400n, 400n, 400n]);
  });

  it('that is shared gives away exactly the prizes, however many are equal', () => {
    const sales$ = fc.array(fc.bigInt({ min: 1n, max: 4n }), { minLength: 3, maxLength: 12 });
    fc.assert(
      fc.property(sales$, (sales) => {
        expect(award('shared', sales).reduce((sum, each) => sum + each, 0n)).toBe(1601n);
      }),
    );
  });
});
