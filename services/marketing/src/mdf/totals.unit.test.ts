import { describe, expect, it } from 'vitest';
import { totalIn } from './totals.js';

const dollars = { currency: 'USD', total: 300n, ofYear: 100n };
const yuan = { currency: 'CNY', total: 700n, ofYear: 0n };

describe('MDF totals', () => {
  it('are in the only currency of the ledger', () => {
    expect(totalIn([dollars], undefined, 'CNY')).toEqual({
      total: { amount: '300', currency: 'USD' },
      ofYear: { amount: '100', currency: 'USD' },
    });
  });

  it('are zero of the default currency while nothing has accrued', () => {
    expect(totalIn([], undefined, 'CNY').total).toEqual({ amount: '0', currency: 'CNY' });
  });

  it('never add up different currencies: one has to be named', () => {
    expect(() => totalIn([dollars, yuan], undefined, 'CNY')).toThrow('the ledger holds USD, CNY');
    expect(totalIn([dollars, yuan], 'CNY', 'USD').total).toEqual({ amount: '700', currency: 'CNY' });
    expect(totalIn([dollars, yuan], 'EUR', 'USD').total).toEqual({ amount: '0', currency: 'EUR' });
  });
});
