import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { YearFacts } from '../facts/facts.js';
import { PARTNER_YEAR } from '../testing/partner-year.js';
import { compareFractions, decimalText, fraction } from './fraction.js';
import { gradeOf, type PartnerScore, scorePartners } from './scores.js';

/** In which order bands stand does not matter. */
const card = { ...PARTNER_YEAR, bands: PARTNER_YEAR.bands.toReversed() };
const year = (partnerId: string, facts: Partial<YearFacts> = {}): YearFacts => ({
  partnerId,
  partnerCode: partnerId.toUpperCase(),
  sales: 100_00n,
  salesBefore: 100_00n,
  orders: 1,
  productGroups: 1,
  ...facts,
});
const shown = (scores: readonly PartnerScore[]): string[] =>
  scores.map(({ facts, score, grade, position }) =>
    [facts.partnerId, decimalText(score, 4), grade, position].join(' '),
  );

describe('scoring partners', () => {
  it('weighs percent ranks, best first', () => {
    const best = year('best', { sales: 300_00n, orders: 9, productGroups: 5 });
    const middle = year('middle', { sales: 200_00n, orders: 5, productGroups: 3 });
    expect(shown(scorePartners(card, [year('last'), best, middle]))).toEqual([
      'best 100.0000 A 1',
      'middle 50.0000 C 2',
      'last 0.0000 D 3',
    ]);
  });

  it('takes the middle for a partner without sales the year before, and ranks growth among the others only', () => {
    const scores = scorePartners(card, [
      year('new', { salesBefore: 0n }),
      year('grown', { salesBefore: 50_00n }),
      year('same'),
    ]);
    const growth = scores.map(({ facts, parts }) => [facts.partnerId, parts[1]!.value, parts[1]!.rank]);
    expect(growth).toEqual([
      ['grown', '2.0000', '1/1'],
      ['new', null, null],
      ['same', '1.0000', '0/1'],
    ]);
    expect(shown(scores)).toEqual(['grown 30.0000 D 1', 'new 15.0000 D 2', 'same 0.0000 D 3']);
  });

  it('compares growth exactly where decimals would call it equal', () => {
    const big = 10n ** 17n;
    const [first] = scorePartners(card, [
      year('a', { sales: big, salesBefore: big - 1n }),
      year('b', { sales: big, salesBefore: big - 2n }),
    ]);
    expect(first!.facts.partnerId).toBe('b');
  });

  it('gives a partner alone the rank 0', () => {
    expect(shown(scorePartners(card, [year('alone')]))).toEqual(['alone 0.0000 D 1']);
    expect(shown(scorePartners(card, [year('new', { salesBefore: 0n })]))).toEqual(['new 15.0000 D 1']);
    expect(scorePartners(card, [])).toEqual([]);
  });

  it('lets equals share a position, which the next counts', () => {
    const scores = scorePartners(card, [
      year('b'),
      year('top', { sales: 900_00n }),
      year('a'),
      year('low', { sales: 1n }),
    ]);
    expect(scores.map(({ facts, position }) => [facts.partnerId, position])).toEqual([
      ['top', 1],
      ['a', 2],
      ['b', 2],
      ['low', 4],
    ]);
  });
});

describe('a grade', () => {
  it('begins at its border exactly, never where a score rounds up to it', () => {
    expect(gradeOf(fraction(60n, 1n), card.bands)).toBe('B');
    expect(gradeOf(fraction(599_999_999_999n, 10_000_000_000n), card.bands)).toBe('C');
    expect(gradeOf(fraction(0n, 1n), card.bands)).toBe('D');
    expect(gradeOf(fraction(100n, 1n), card.bands)).toBe('A');
  });
});

describe('scores, by law', () => {
  const facts = fc.record({
    sales: fc.bigInt({ min: 1n, max: 30n }),
    salesBefore: fc.bigInt({ min: 0n, max: 30n }),
    orders: fc.integer({ min: 0, max: 5 }),
    productGroups: fc.integer({ min: 0, max: 5 }),
  });
  const partners = fc
    .array(facts, { maxLength: 25 })
    .map((all) => all.map((each, index) => year(`p-${String(index).padStart(2, '0')}`, each)));

  it('do not depend on the order in which partners come', () => {
    const shuffled = partners.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([all, other]) => {
        expect(scorePartners(card, other)).toEqual(scorePartners(card, all));
      }),
    );
  });

  it('lie between 0 and 100, and the better the score the better the position', () => {
    fc.assert(
      fc.property(partners, (all) => {
        const scores = scorePartners(card, all);
        for (const { score, position } of scores) {
          expect(compareFractions(score, fraction(0n, 1n))).toBeGreaterThanOrEqual(0);
          expect(compareFractions(score, fraction(100n, 1n))).toBeLessThanOrEqual(0);
          const better = scores.filter((other) => compareFractions(other.score, score) > 0).length;
          expect(position).toBe(better + 1);
        }
        const positions = scores.map(({ position }) => position);
        expect(positions).toEqual(positions.toSorted((a, b) => a - b));
      }),
    );
  });

  it('are the weighted sum of the ranks they show', () => {
    fc.assert(
      fc.property(partners, (all) => {
        for (const { score, parts } of scorePartners(card, all)) {
          const points = parts.map(({ weightBp, rank }) => {
            const [below, others] = (rank ?? '1/2').split('/').map(Number);
            return (weightBp / 100) * (below! / others!);
          });
          const sum = points.reduce((total, each) => total + each, 0);
          expect(Number(decimalText(score, 8))).toBeCloseTo(sum, 6);
          expect(parts.reduce((total, { weightBp }) => total + weightBp, 0)).toBe(10_000);
        }
      }),
    );
  });

  it('do not fall when sales rise and all else stays', () => {
    fc.assert(
      fc.property(
        partners.filter((all) => all.length > 0),
        fc.bigInt({ min: 1n, max: 30n }),
        (all, more) => {
          const [first, ...rest] = all;
          const richer = { ...first!, sales: first!.sales + more };
          const scoreOf = (partner: YearFacts): PartnerScore =>
            scorePartners(card, [partner, ...rest]).find(
              ({ facts: { partnerId } }) => partnerId === partner.partnerId,
            )!;
          expect(compareFractions(scoreOf(richer).score, scoreOf(first!).score)).toBeGreaterThanOrEqual(0);
        },
      ),
    );
  });
});
