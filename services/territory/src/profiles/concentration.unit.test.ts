import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concentrationOf } from './concentration.js';

/** Shares of firms that are at most the whole together. */
const shares = fc
  .array(fc.nat({ max: 10_000 }), { maxLength: 20 })
  .map((cuts) => [0, ...cuts.toSorted((a, b) => a - b)])
  .map((cuts) => cuts.slice(1).map((cut, at) => cut - cuts[at]!));

describe('the concentration of a market', () => {
  it.each([
    [[10_000], 10_000, 10_000],
    [[5000, 5000], 5000, 5000],
    [[5000, 3000], 3400, 3800],
    [[2500, 2500, 2500, 2500], 2500, 2500],
    [[], 0, 10_000],
  ])('of shares %j is between %d and %d', (known, hhi, hhiAtMost) => {
    expect(concentrationOf(known)).toEqual({ hhi, hhiAtMost });
  });

  it('is between 0 and 10,000, whatever the shares', () => {
    fc.assert(
      fc.property(shares, (known) => {
        const { hhi, hhiAtMost } = concentrationOf(known);
        expect(0 <= hhi && hhi <= hhiAtMost && hhiAtMost <= 10_000).toBe(true);
      }),
    );
  });

  it('rises when two firms become one', () => {
    fc.assert(
      fc.property(shares, ([first = 0, second = 0, ...others]) => {
        const apart = concentrationOf([first, second, ...others]).hhi;
        expect(concentrationOf([first + second, ...others]).hhi).toBeGreaterThanOrEqual(apart);
      }),
    );
  });
});
