import type { Modifier } from '@quyu/incentive-contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Look } from './calculator.js';
import { NOTHING } from './fraction.js';
import { beginModifier } from './modifiers.js';
import { payPeriodFrom } from './pay-periods.js';

/** What a modifier adds in one period after the other; `facts` is what is known in each. */
const addedBy = (modifier: Modifier, sums: readonly bigint[], facts: readonly string[] = []): bigint[] => {
  const modify = beginModifier(modifier);
  return sums.map((sum, index) => {
    const look: Look = {
      code: 'P1',
      sum: () => NOTHING,
      transactions: () => [],
      quota: () => undefined,
      fact: () => facts[index],
      participation: () => ({ days: 1, of: 1 }),
    };
    const first = 2019 * 12 + index;
    return modify(sum, look, { ...payPeriodFrom('month', first), yearFirst: first }).amount;
  });
};
const draw = (recoverable: boolean): Modifier => ({
  kind: 'draw', code: 'draw', payee: 'salesperson', type: 'guarantee', amount: '1000', recoverable,
}); // prettier-ignore
const score = { looksAt: 'fact', fact: 'score', is: 'at-least', value: '80' } as const;
const total = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, each) => sum + each, 0n);
const sums$ = fc.array(fc.bigInt({ min: 0n, max: 10_000n }), { minLength: 1, maxLength: 12 });

describe('a draw', () => {
  it('fills up to the guarantee: the published example', () => {
    expect(addedBy(draw(true), [500n, 700n, 400n])).toEqual([500n, 300n, 600n]);
  });

  it('that is recoverable is taken back from what is over the guarantee, as far as it is owed', () => {
    expect(addedBy(draw(true), [500n, 1200n, 2000n])).toEqual([500n, -200n, -300n]);
    expect(addedBy(draw(false), [500n, 1200n, 2000n])).toEqual([500n, 0n, 0n]);
  });

  it('takes back no more than it has given', () => {
    fc.assert(
      fc.property(sums$, (sums) => {
        expect(total(addedBy(draw(true), sums)) >= 0n).toBe(true);
      }),
    );
  });
});

describe('a cap', () => {
  const cap = (excess: 'lost' | 'later'): Modifier => ({ kind: 'cap', code: 'cap', amount: '1000', excess });

  it('loses what is over it, or pays it later under the cap', () => {
    expect(addedBy(cap('lost'), [1500n, 300n])).toEqual([-500n, 0n]);
    expect(addedBy(cap('later'), [1500n, 300n, 900n])).toEqual([-500n, 500n, 0n]);
  });

  it('never lets more through in a period, and later pays no more than was withheld', () => {
    fc.assert(
      fc.property(sums$, (sums) => {
        const added = addedBy(cap('later'), sums);
        for (const [index, sum] of sums.entries()) expect(sum + added[index]! <= 1000n).toBe(true);
        expect(total(added) <= 0n).toBe(true);
      }),
    );
  });
});

describe('a floor', () => {
  const floor = (below: 'raised' | 'lost' | 'later'): Modifier => ({
    kind: 'floor',
    code: 'floor',
    amount: '100',
    below,
  });

  it('raises, loses, or keeps what is below it until it is reached', () => {
    expect(addedBy(floor('raised'), [40n, 0n, 120n])).toEqual([60n, 0n, 0n]);
    expect(addedBy(floor('lost'), [40n, 0n, 120n])).toEqual([-40n, 0n, 0n]);
    expect(addedBy(floor('later'), [40n, 50n, 20n])).toEqual([-40n, -50n, 90n]);
  });
});

describe('a gate', () => {
  const gate = (otherwise: 'lose' | 'hold'): Modifier => ({
    kind: 'gate',
    code: 'gate',
    test: score,
    otherwise,
  });

  it('loses what is earned while it does not hold, or pays it when it holds again', () => {
    expect(addedBy(gate('lose'), [100n, 50n, 70n], ['79', '80', '9'])).toEqual([-100n, 0n, -70n]);
    expect(addedBy(gate('hold'), [100n, 50n, 70n], ['79', '79.5', '80'])).toEqual([-100n, -50n, 150n]);
  });
});

describe('a holdback', () => {
  it('is paid some periods later', () => {
    const release = { when: 'after-periods', periods: 2 } as const;
    const holdback: Modifier = { kind: 'holdback', code: 'kept', shareBp: 1000, release };
    expect(addedBy(holdback, [1000n, 500n, 100n, 0n, 0n])).toEqual([-100n, -50n, 90n, 50n, 10n]);
  });

  it('is paid when its test holds', () => {
    const release = { when: 'test-holds', test: score } as const;
    const holdback: Modifier = { kind: 'holdback', code: 'kept', shareBp: 1000, release };
    expect(addedBy(holdback, [1000n, 500n, 100n], ['1', '1', '90'])).toEqual([-100n, -50n, 150n]);
  });
});

describe('a clawback', () => {
  it('sets a total below zero off against later periods', () => {
    expect(addedBy({ kind: 'clawback', code: 'back' }, [100n, -300n, 200n, 250n])).toEqual([
      0n,
      300n,
      -200n,
      -100n,
    ]);
  });
});
