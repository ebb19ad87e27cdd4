import { describe, expect, it } from 'vitest';
import { DateReader } from './date-reader.js';
import { dayNumberOf } from './day-number.js';
import { quarterOf } from '../../periods.js';

describe('a date reader', () => {
  it('tells day, month and quarter of each date, whatever it has read before', () => {
    const reader = new DateReader();
    const dates = ['2019-03-31', '2019-03-31', '2019-04-30', '2018-04-30', '2019-03-31', '1999-12-31', '2000-01-01'];
    const bytes = Buffer.from(dates.join(','));
    const read = dates.map((_, place) => {
      const start = place * 11;
      reader.read(bytes, { start, end: start + 10, isQuoted: false });
      return [reader.day, reader.month, reader.quarter];
    });
    expect(read).toEqual(
      dates.map((date) => {
        const [year, month] = date.split('-').map(Number) as [number, number];
        return [dayNumberOf(date), year * 12 + month - 1, quarterOf(`${year}-Q${Math.ceil(month / 3)}`)];
      }),
    );
  }); // prettier-ignore
});
