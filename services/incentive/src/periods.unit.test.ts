import { describe, expect, it } from 'vitest';
import { firstQuarterFrom, lastQuarterUntil, periodOf, quarterOf, quartersOfYear } from './periods.js';

describe('quarters', () => {
  it('count up, so that the year before is four less', () => {
    expect(quarterOf('2019-Q3')).toBe(8078);
    expect(periodOf(quarterOf('2019-Q3') - 4)).toBe('2018-Q3');
    expect(periodOf(quarterOf('2019-Q4') + 1)).toBe('2020-Q1');
    expect(quartersOfYear(2019)).toEqual({ first: quarterOf('2019-Q1'), last: quarterOf('2019-Q4') });
  });

  it.each([
    ['2019-01-01', '2019-Q1'],
    ['2019-01-02', '2019-Q2'],
    ['2019-04-01', '2019-Q2'],
    ['2019-10-02', '2020-Q1'],
  ])('begin from %s on with %s', (date, period) => expect(periodOf(firstQuarterFrom(date))).toBe(period));

  it.each([
    ['2019-12-31', '2019-Q4'],
    ['2019-12-30', '2019-Q3'],
    ['2019-06-30', '2019-Q2'],
    ['2019-03-30', '2018-Q4'],
  ])('end until %s with %s', (date, period) => expect(periodOf(lastQuarterUntil(date))).toBe(period));
});
