import { describe, expect, it } from 'vitest';
import { parseDuration, parsePort, parseYear } from './parse-options.js';

describe('an option', () => {
  it.each([
    ['90s', 90],
    ['15m', 900],
    ['1h', 3600],
    ['7d', 604_800],
  ])('of a duration: %s', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it.each(['0h', '1', 'h', '-1h', '1.5h', '1w'])('of a duration is refused: %s', (text) => {
    expect(() => parseDuration(text)).toThrow('90s, 15m, 1h or 7d');
  });

  it('of a port or a year must be one', () => {
    expect([parsePort('0'), parsePort('65535'), parseYear('2019')]).toEqual([0, 65_535, 2019]);
    expect(() => parsePort('65536')).toThrow('from 0 to 65535');
    expect(() => parsePort('8080x')).toThrow('from 0 to 65535');
    expect(() => parseYear('19')).toThrow('from 1900 to 2200');
  });
});
