import { describe, expect, it } from 'vitest';
import { businessDateOf } from '../../business-date.js';
import { assertAhead, isTimeZone } from './effective-date.js';

describe('the business date', () => {
  it.each([
    ['2026-12-31T15:59:59Z', 'Asia/Shanghai', '2026-12-31'],
    ['2026-12-31T16:00:00Z', 'Asia/Shanghai', '2027-01-01'],
    ['2026-12-31T16:00:00Z', 'America/New_York', '2026-12-31'],
    ['2024-02-29T12:00:00Z', 'UTC', '2024-02-29'],
  ])('at %s in %s is %s', (instant, zone, date) => {
    expect(businessDateOf(new Date(instant), zone)).toBe(date);
  });

  it('needs a zone that exists', () => {
    expect([isTimeZone('Asia/Shanghai'), isTimeZone('Asia/Atlantis')]).toEqual([true, false]);
  });
});

describe('a day to become active on', () => {
  it('lies ahead', () => {
    expect(() => assertAhead('2026-11-26', '2026-11-25')).not.toThrow();
    expect(() => assertAhead('2026-11-25', '2026-11-25')).toThrow('from tomorrow on');
  });
});
