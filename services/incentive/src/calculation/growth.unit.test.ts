import { describe, expect, it } from 'vitest';
import { roundFraction } from './fraction.js';
import { growthRebate } from './growth.js';

const rebate = (sales: bigint, priorSales: bigint): bigint =>
  roundFraction(growthRebate(sales, priorSales, 50n, 12_000n));

describe('a growth rebate of 0.5 % from 1.2 times the year before', () => {
  it('is earned on all sales from exactly the threshold on', () => {
    expect(rebate(120_000n, 100_000n)).toBe(600n);
    expect(rebate(119_999n, 100_000n)).toBe(0n);
  });

  it('needs sales in the year before', () => {
    expect(rebate(120_000n, 0n)).toBe(0n);
    expect(rebate(120_000n, -1n)).toBe(0n);
  });

  it('is nothing without sales', () => expect(rebate(-5n, 1n)).toBe(0n));

  it('is rounded half up, once', () => {
    expect(rebate(100n, 1n)).toBe(1n);
    expect(rebate(99n, 1n)).toBe(0n);
  });
});
