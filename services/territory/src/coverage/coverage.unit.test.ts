import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { combineDimensions } from '../dimensions/dimensions.js';
import { explainCoverage, monthEnds, rateOf } from './coverage.js';
import { judgeCarriage, judgeOutlets } from './outlets.js';

const counts = fc
  .nat(100_000)
  .chain((potential) => fc.record({ potential: fc.constant(potential), carried: fc.nat(potential) }));

describe('the rate of coverage', () => {
  it.each([
    [0, 0, null],
    [3, 0, 0],
    [3, 1, 3333],
    [3, 2, 6667],
    [8000, 3, 4],
    [3, 3, 10_000],
  ])('of %i outlets, %i carrying, is %s bp', (potential, carried, rateBp) => {
    expect(rateOf({ potential, carried })).toEqual({ potential, carried, rateBp });
  });

  it('is between 0 and 10,000 bp', () => {
    fc.assert(
      fc.property(counts, (each) => {
        const { rateBp } = rateOf(each);
        const isRate = rateBp !== null && rateBp >= 0 && rateBp <= 10_000;
        expect(isRate || (rateBp === null && each.potential === 0)).toBe(true);
      }),
    );
  });

  it('never falls when one more outlet carries the line, whether it was meant to or not', () => {
    fc.assert(
      fc.property(counts, ({ potential, carried }) => {
        const before = rateOf({ potential, carried }).rateBp ?? 0;
        const meant = { potential: Math.max(potential, carried + 1), carried: carried + 1 };
        expect(rateOf(meant).rateBp).toBeGreaterThanOrEqual(before);
        expect(rateOf({ potential: potential + 1, carried: carried + 1 }).rateBp).toBeGreaterThanOrEqual(
          before,
        );
      }),
    );
  });
});

describe('the explanation of a coverage', () => {
  const question = {
    territory: { code: 'cn', name: 'China' },
    children: [{ code: 'east', name: 'East' }, { code: 'west', name: 'West' }],
    modelCode: 'm', productLine: 'tea', on: '2026-11-25',
  }; // prettier-ignore

  it('has parts that sum to the whole', () => {
    const part = (childCode: string | null) => counts.map((each) => ({ ...each, childCode, unobserved: each.potential - each.carried }));
    fc.assert(
      fc.property(fc.tuple(part(null), part('east'), part('west')), (parts) => {
        const told = explainCoverage(question, parts);
        const all = [told.direct, ...told.children];
        expect(told.potential).toBe(all.reduce((sum, { potential }) => sum + potential, 0));
        expect(told.carried).toBe(all.reduce((sum, { carried }) => sum + carried, 0));
        expect(told.rateBp).toBe(rateOf(told).rateBp);
        expect(told.unobserved).toBe(told.potential - told.carried);
      }),
    );
  }); // prettier-ignore

  it('says it in words, and names a part without outlets too', () => {
    const told = explainCoverage(question, [{ childCode: 'west', potential: 3, carried: 2, unobserved: 1 }]);
    expect(told.children).toContainEqual({ territoryCode: 'east', territoryName: 'East', potential: 0, carried: 0, rateBp: null });
    expect(told.explanation.en).toBe(
      'on 2026-11-25 2 of 3 outlets that could carry the line carried it when last seen: 6667 bp; 1 were never looked at and count as not carrying',
    );
    expect(told.explanation.zh).toContain('3个潜在网点中有2个');
  }); // prettier-ignore
});

describe('the months of a trend', () => {
  it('end on their last days, the present one today', () => {
    expect(monthEnds('2026-03', 4, '2026-03-14').map(({ on }) => on)).toEqual(['2025-12-31', '2026-01-31', '2026-02-28', '2026-03-14']);
    expect(monthEnds('2024-02', 1, '2026-03-14')).toEqual([{ month: '2024-02', on: '2024-02-29' }]);
  }); // prettier-ignore
});

describe('taking outlets and observations', () => {
  const line = <T>(value: T) => [{ line: 1, ok: true as const, value }];

  it('refuses attributes that no dimension knows, and an end before the beginning', () => {
    const outlet = { code: 'o', name: 'O', attributes: { 'geo.moon': 'x' }, productLines: [], opensOn: '2026-02-01', closesOn: '2026-01-01' };
    const [judged] = judgeOutlets(new Map(), line(outlet), combineDimensions([]));
    expect(judged).toMatchObject({
      faults: [{ pointer: '/attributes/geo.moon', code: 'unknown_attribute' }, { pointer: '/closesOn', code: 'reversed_dates' }],
    });
  }); // prettier-ignore

  it('refuses what was seen in an outlet that nobody registered', () => {
    const seen = { outletCode: 'o', productLine: 'tea', observedOn: '2026-01-01', carried: true };
    expect(judgeCarriage(new Map(), line(seen), new Set())).toMatchObject([
      { faults: [{ pointer: '/outletCode', code: 'unknown_outlet' }] },
    ]);
  });
});
