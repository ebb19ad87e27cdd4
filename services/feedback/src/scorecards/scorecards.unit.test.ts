import type { ScorecardDraft } from '@quyu/feedback-contracts';
import { describe, expect, it } from 'vitest';
import { PARTNER_YEAR } from '../testing/partner-year.js';
import { faultsOf, nextScorecard } from './scorecards.js';

const faults = (change: Partial<ScorecardDraft>): string[] =>
  faultsOf({ ...PARTNER_YEAR, ...change }).map(({ pointer, code }) => `${pointer} ${code}`);

describe('a scorecard', () => {
  it('may be whole', () => expect(faultsOf(PARTNER_YEAR)).toEqual([]));

  it('has weights that sum to the whole', () => {
    const indicators = [{ fact: 'sales' as const, weightBp: 9999 }];
    expect(faults({ indicators })).toEqual(['/body/indicators WEIGHTS_NOT_WHOLE']);
  });

  it('looks at each fact once', () => {
    const indicators = [
      { fact: 'sales' as const, weightBp: 5000 },
      { fact: 'sales' as const, weightBp: 5000 },
    ];
    expect(faults({ indicators })).toEqual(['/body/indicators/1/fact DUPLICATE_FACT']);
  });

  it('has distinct grades and borders, the lowest from 0', () => {
    const bands = [
      { grade: 'A', from: 80 },
      { grade: 'D', from: 40 },
      { grade: 'A', from: 40 },
    ];
    expect(faults({ bands })).toEqual([
      '/body/bands/2/grade DUPLICATE_GRADE',
      '/body/bands/2/from DUPLICATE_BORDER',
      '/body/bands NO_LOWEST_BAND',
    ]);
  });

  it('recommends only for its own grades, within bounds that can hold', () => {
    const actions = [
      { kind: 'grow' as const, grade: 'E', salesRatioAtLeastBp: 12_000, salesRatioAtMostBp: 11_999 },
    ];
    expect(faults({ actions })).toEqual([
      '/body/actions/0/grade UNKNOWN_GRADE',
      '/body/actions/0/salesRatioAtMostBp EMPTY_RANGE',
    ]);
  });
});

describe('setting a scorecard', () => {
  const first = nextScorecard(undefined, 'partner-year', PARTNER_YEAR);

  it('begins with version 1', () =>
    expect(first).toEqual({ code: 'partner-year', version: 1, ...PARTNER_YEAR }));

  it('changes nothing when the terms are the same', () => {
    expect(nextScorecard(first, 'partner-year', structuredClone(PARTNER_YEAR))).toBe(first);
  });

  it('makes a new version of other terms', () => {
    expect(nextScorecard(first, 'partner-year', { ...PARTNER_YEAR, actions: [] })).toMatchObject({
      version: 2,
      actions: [],
    });
  });
});
