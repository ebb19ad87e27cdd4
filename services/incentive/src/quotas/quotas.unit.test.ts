import { describe, expect, it } from 'vitest';
import { quotaFaults, quotaKey } from './quotas.js';

const quota = (amount: string, salespersonCode = '282') => ({
  salespersonCode,
  period: '2019-Q3',
  amount: { amount, currency: 'USD' },
});
const people = new Set(['282']);

describe('a quota', () => {
  it('is set for a known person and above zero', () => {
    expect(quotaFaults(quota('1'), people)).toEqual([]);
  });

  it.each(['0', '-5'])('of %s is refused: attainment divides by it', (amount) => {
    expect(quotaFaults(quota(amount), people)).toMatchObject([
      { pointer: '/amount/amount', code: 'too_small' },
    ]);
  });

  it('of nobody known is refused', () => {
    expect(quotaFaults(quota('1', 'X'), people)).toMatchObject([{ pointer: '/salespersonCode' }]);
  });

  it('is one for a person and quarter', () => {
    expect(quotaKey(quota('1'))).toBe(quotaKey(quota('2')));
    expect(quotaKey(quota('1'))).not.toBe(quotaKey(quota('1', '283')));
  });
});
