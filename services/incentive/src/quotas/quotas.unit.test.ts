import { describe, expect, it } from 'vitest';
import { quotaFaults, quotaKey } from './quotas.js';

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

  it('is one for a person and quarter', () => {
    expect(quotaKey(quota('1'))).toBe(quotaKey(quota('2')));
    expect(quotaKey(quota('1'))).not.toBe(quotaKey(quota('1', '283')));
  });
});
