import { expect, it } from 'vitest';
import { dayNumber, dayNumberOf } from './day-number.js';

it('days are numbered as the calendar goes, in all years that sales may be of', () => {
  const first = Date.UTC(2000, 0, 1);
  const wrong: string[] = [];
  for (let time = Date.UTC(1900, 0, 1); time < Date.UTC(2200, 0, 1); time += 86_400_000) {
    const date = new Date(time);
    const wanted = (time - first) / 86_400_000;
    if (dayNumber(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()) !== wanted)
      wrong.push(`${date.toISOString()} is day ${wanted}`);
  }
  expect(wrong).toEqual([]);
  expect([dayNumberOf('2000-01-01'), dayNumberOf('1999-12-31'), dayNumberOf('2020-02-29')]).toEqual([
    0, -1, 7364,
  ]);
});
