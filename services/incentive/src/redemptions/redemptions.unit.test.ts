import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expiring, monthsBefore } from './redemptions.js';

describe('what expires', () => {
  it.each([
    ['is what is old', { old: 1000n, used: 0n, available: 1500n }, 1000n],
    ['is what of it is left', { old: 1000n, used: 400n, available: 1100n }, 600n],
    ['is nothing once it is used up', { old: 1000n, used: 1200n, available: 300n }, 0n],
    ['is no more than there is', { old: 1000n, used: 0n, available: 700n }, 700n],
    ['is nothing of a debt', { old: 1000n, used: 0n, available: -5n }, 0n],
  ])('%s', (_, accruals, expected) => expect(expiring(accruals)).toBe(expected));

  it('is never more than is there, and nothing the second time', () => {
    const amount$ = fc.bigInt({ min: 0n, max: 10_000n });
    fc.assert(
      fc.property(amount$, amount$, amount$, (old, used, available) => {
        const expired = expiring({ old, used, available });
        expect(expired >= 0n && expired <= available).toBe(true);
        const again = expiring({ old, used: used + expired, available: available - expired });
        expect(again === 0n || expired === available).toBe(true);
      }),
    );
  });
});

describe('a day some months before', () => {
  it.each([
    ['2026-11-26', 12, '2025-11-26'],
    ['2026-05-31', 3, '2026-02-28'],
    ['2024-03-31', 1, '2024-02-29'],
    ['2026-01-15', 1, '2025-12-15'],
  ])('%s less %d is %s', (date, months, expected) => expect(monthsBefore(date, months)).toBe(expected));
});
