import { describe, expect, it } from 'vitest';
import type { Dimension } from '../extension-points.js';
import { combineDimensions } from './dimensions.js';

const store = {
  partnerId: 'p-1',
  code: 'AW1',
  externalId: null,
  name: 'A Bike Store',
  type: 'dealer',
  address: { country: 'US', province: 'WA', city: 'Seattle', postalCode: '98104' },
} as const;
const brand: Dimension = {
  name: 'brand',
  attributes: ['brand.first-letter'],
  derive: ({ name }) => ({ 'brand.first-letter': name[0]!, 'brand.undeclared': 'x', 'geo.country': 'XX' }),
};

describe('dimensions', () => {
  it('say where an account is and what kind of partner it is', () => {
    expect(combineDimensions([]).attributesOf(store)).toEqual({
      'geo.country': 'US',
      'geo.province': 'WA',
      'geo.city': 'Seattle',
      'geo.postal': '98104',
      'partner.type': 'dealer',
    });
  });

  it('leave out what is not known', () => {
    const abroad = { ...store, address: { country: 'SG', province: '', city: 'Singapore' } };
    expect(combineDimensions([]).attributesOf(abroad)).toEqual({
      'geo.country': 'SG',
      'geo.city': 'Singapore',
      'partner.type': 'dealer',
    });
  });

  it('may be added by a module, which gives nothing but what it has declared', () => {
    const attributes = combineDimensions([brand]).attributesOf(store);
    expect(attributes).toMatchObject({ 'brand.first-letter': 'A', 'geo.country': 'US' });
    expect(attributes).not.toHaveProperty('brand.undeclared');
  });

  it('let rules test their attributes and no others', () => {
    const dimensions = combineDimensions([brand]);
    expect(dimensions.objectionTo('brand.first-letter')).toBeUndefined();
    expect(dimensions.objectionTo('brand.second-letter')?.code).toBe('unknown_attribute');
    expect(combineDimensions([]).objectionTo('brand.first-letter')?.code).toBe('unknown_dimension');
  });

  it.each(['segment.age-band', 'competitor.presence'])(
    'let rules test %s before anybody gives it',
    (name) => {
      expect(combineDimensions([]).objectionTo(name)).toBeUndefined();
    },
  );

  it.each(['geo', 'segment', 'brand'])('refuse a second dimension named %s', (name) => {
    const second = { name, attributes: [], derive: () => ({}) };
    expect(() => combineDimensions([brand, second])).toThrow(`"${name}" is contributed twice`);
  });

  it("refuse an attribute under another dimension's name", () => {
    const stray = { ...brand, attributes: ['geo.country'] };
    expect(() => combineDimensions([stray])).toThrow('does not belong to the dimension "brand"');
  });
});
