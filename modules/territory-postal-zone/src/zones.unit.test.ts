import { describe, expect, it } from 'vitest';
import { zoneOf } from './zones.js';

describe('the zone of a postal code', () => {
  it.each([
    ['CN', '310000', 'CN-31'],
    ['US', '98104-2105', 'US-9'],
    ['CA', 'v5k 0a1', 'CA-V'],
    ['FR', ' 75 001', 'FR-75'],
  ])('in %s of %s is %s', (country, postalCode, zone) => {
    expect(zoneOf(country, postalCode)).toBe(zone);
  });

  it('is not known in other countries, nor of a code that is cut short', () => {
    expect(zoneOf('SG', '049483')).toBeUndefined();
    expect(zoneOf('CN', '3')).toBeUndefined();
    expect(zoneOf('CN', '')).toBeUndefined();
  });
});
