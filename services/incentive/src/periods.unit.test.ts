import { describe, expect, it } from 'vitest';
import { periodOf, quarterOf, quartersOfYear } from './periods.js';

describe('quarters', () => {
  it('count up, so that the year before is four less', () => {
    expect(quarterOf('2019-Q3')).toBe(8078);
    expect(periodOf(quarterOf('2019-Q3') - 4)).toBe('2018-Q3');
    expect(periodOf(quarterOf('2019-Q4') + 1)).toBe('2020-Q1');
    expect(quartersOfYear(2019)).toEqual({ first: quarterOf('2019-Q1'), last: quarterOf('2019-Q4') });
  });
});
