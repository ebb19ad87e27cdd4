import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { percentRanks } from './percent-rank.js';

const boxes = (values: readonly number[]): { value: number }[] => values.map((value) => ({ value }));
const byValue = (a: { value: number }, b: { value: number }): number => a.value - b.value;

describe('percent rank', () => {
  it('is the number strictly below, of all others', () => {
    const [low, middle, twin, high] = boxes([1, 5, 5, 9]);
    const ranks = percentRanks([high!, middle!, low!, twin!], byValue);
    expect(ranks.get(low!)).toEqual({ below: 0, others: 3 });
    expect(ranks.get(middle!)).toEqual({ below: 1, others: 3 });
    expect(ranks.get(twin!)).toEqual({ below: 1, others: 3 });
    expect(ranks.get(high!)).toEqual({ below: 3, others: 3 });
  });

  it('is 0 for one that stands alone', () => {
    const [alone] = boxes([7]);
    expect(percentRanks([alone!], byValue).get(alone!)).toEqual({ below: 0, others: 1 });
  });

  it('is always what counting gives, between 0 and 1', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 40 }), (values) => {
        const items = boxes(values);
        const ranks = percentRanks(items, byValue);
        for (const item of items) {
          const { below, others } = ranks.get(item)!;
          expect(below).toBe(values.filter((value) => value < item.value).length);
          expect(others).toBe(Math.max(values.length - 1, 1));
          expect(below).toBeLessThanOrEqual(others);
        }
      }),
    );
  });
});
