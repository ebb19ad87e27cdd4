import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keptQuota, quotaFaults, quotaKey, sharesOf } from './quotas.js';

const quota = (amount: string, salespersonCode = '282') => ({
  salespersonCode,
  period: '2019-Q3',
  amount: { amount, currency: 'USD' },
});

describe('a quota', () => {
  it('is set above zero, whoever it is for', () => {
    expect(quotaFaults(quota('1'))).toEqual([]);
  });

  it.each(['0', '-5'])('of %s is refused: attainment divides by it', (amount) => {
    expect(quotaFaults(quota(amount))).toMatchObject([{ pointer: '/amount/amount', code: 'too_small' }]);
  });

  it('is one for a person, set and quarter', () => {
    expect(quotaKey(quota('1'))).toBe(quotaKey(quota('2')));
    expect(quotaKey(quota('1'))).toBe(quotaKey({ ...quota('1'), set: 'sales' }));
    expect(quotaKey(quota('1'))).not.toBe(quotaKey(quota('1', '283')));
    expect(quotaKey(quota('1'))).not.toBe(quotaKey({ ...quota('1'), set: 'bikes' }));
  });

  it('is of a partner too, who is not the person of the same code', () => {
    const { salespersonCode: partnerCode, ...rest } = quota('1');
    expect(keptQuota({ ...rest, partnerCode })).toEqual({ ...rest, partnerCode, set: 'sales' });
    expect(quotaKey({ ...rest, partnerCode })).not.toBe(quotaKey(quota('1')));
  });

  it.each([{ salespersonCode: undefined }, { partnerCode: 'AW1' }])(
    'of nobody or of two is refused',
    (more) => {
      expect(quotaFaults({ ...quota('1'), ...more })).toMatchObject([{ code: 'salesperson_or_partner' }]);
    },
  );
});

describe('the shares of a target', () => {
  it('sum to it, differ by one minor unit at most, and none is nothing', () => {
    const codes$ = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 17n }), codes$, (amount, codes) => {
        const shares = sharesOf(amount, codes).map(([, share]) => share);
        expect(shares.reduce((sum, share) => sum + share, 0n)).toBe(amount);
        expect(shares.every((share) => share > 0n)).toBe(true);
        const apart = (shares[0] ?? 0n) - (shares.at(-1) ?? 0n);
        expect(apart === 0n || apart === 1n || amount < BigInt(codes.length)).toBe(true);
      }),
    );
  });

  it('do not depend on the order of the people', () => {
    expect(sharesOf(100n, ['b', 'a', 'c'])).toEqual(sharesOf(100n, ['c', 'b', 'a']));
    expect(sharesOf(5n, [])).toEqual([]);
  });
});
