import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ExactSum } from './exact-sum.js';

it('amounts add up exactly, however many and large', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 52 })), (amounts) => {
      const sum = new ExactSum();
      for (const amount of amounts) sum.add(amount);
      expect(sum.total).toBe(amounts.reduce((total, amount) => total + BigInt(amount), 0n));
    }),
  );
});
