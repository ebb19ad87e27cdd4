import type { PartnerProfile, ScreeningPolicy } from '@quyu/partner-contracts';
import { describe, expect, it } from 'vitest';
import { outcomeOf, screenWith } from './screening.js';

/** The scorecard of the main job; money in cents. */
const standard: ScreeningPolicy = {
  code: 'standard',
  version: 3,
  asOfYear: 2020,
  passMark: 60,
  indicators: [
    {
      fact: 'annual-sales',
      bands: [
        { from: 0, points: 10 },
        { from: 100_000_000, points: 25 },
        { from: 300_000_000, points: 40 },
      ],
    },
    {
      fact: 'years-in-business',
      bands: [
        { from: 0, points: 10 },
        { from: 10, points: 20 },
        { from: 20, points: 30 },
      ],
    },
    {
      fact: 'employees',
      bands: [
        { from: 50, points: 30 },
        { from: 0, points: 10 },
        { from: 20, points: 20 },
      ],
    },
  ],
};
const store: PartnerProfile = {
  code: 'AW1',
  name: 'A Bike Store',
  type: 'dealer',
  address: { country: 'US', province: 'WA', city: 'Seattle' },
  annualSales: { amount: '300000000', currency: 'USD' },
  employees: 20,
  openedYear: 2010,
};

describe('screening', () => {
  it('adds up the points of the highest band that each fact reaches, and shows them', () => {
    expect(screen(store)).toEqual({
      policyCode: 'standard',
      policyVersion: 3,
      score: 80,
      passMark: 60,
      parts: [
        { indicator: 'annual-sales', value: 300_000_000, points: 40 },
        { indicator: 'years-in-business', value: 10, points: 20 },
        { indicator: 'employees', value: 20, points: 20 },
      ],
      failedChecks: [],
    });
  });

  it.each([
    ['299999999', 25],
    ['300000000', 40],
    ['100000000', 25],
    ['99999999', 10],
    ['0', 10],
    ['999999999999999999', 40],
    ['-1', 0],
  ])('rates annual sales of %s cents with %i points', (amount, points) => {
    expect(screen({ ...store, annualSales: { amount, currency: 'USD' } }).parts[0]?.points).toBe(points);
  });

  it('gives no points for what is not known', () => {
    const { annualSales: _sales, openedYear: _year, employees: _employees, ...unknown } = store;
    expect(screen(unknown)).toMatchObject({
      score: 0,
      parts: [
        { value: null, points: 0 },
        { value: null, points: 0 },
        { value: null, points: 0 },
      ],
    });
  });

  it('counts a partner that opens after the year of the policy as new', () => {
    expect(screen({ ...store, openedYear: 2024 }).parts[1]).toEqual({
      indicator: 'years-in-business',
      value: 0,
      points: 10,
    });
  });

  it.each([
    [60, 'approved'],
    [59, 'review'],
  ])('of %i points against a pass mark of 60 leads to: %s', (score, outcome) => {
    expect(outcomeOf({ ...screen(store), score })).toBe(outcome);
  });
});

describe('checks that modules add', () => {
  const phone = {
    code: 'phone',
    check: (profile: PartnerProfile) => profile.phone !== undefined || 'no phone',
  };

  it('hold a partner whatever its score, with the reason', () => {
    const screening = screenWith([phone])(standard, store);
    expect(screening).toMatchObject({ score: 80, failedChecks: [{ code: 'phone', reason: 'no phone' }] });
    expect(outcomeOf(screening)).toBe('review');
  });

  it('do not hold a partner that meets them', () => {
    expect(outcomeOf(screenWith([phone])(standard, { ...store, phone: '206-555-0100' }))).toBe('approved');
  });

  it('must have codes of their own', () => {
    expect(() => screenWith([phone, phone])).toThrow('"phone" is contributed twice');
  });
});

function screen(profile: PartnerProfile) {
  return screenWith([])(standard, profile);
}
