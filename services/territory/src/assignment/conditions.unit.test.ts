import type { Condition } from '@quyu/territory-contracts';
import { describe, expect, it } from 'vitest';
import type { Attributes } from '../dimensions/dimensions.js';
import { meets } from './conditions.js';
import { toNormalForm } from './normal-form.js';
import { Programs } from './program.js';
import { Vocabulary } from './vocabulary.js';

const seattle = { 'geo.country': 'US', 'geo.province': 'WA', 'geo.postal': '98104', 'loyalty.years': '12' };

describe('a condition', () => {
  it('compares one value', () => {
    const isAmerican = compileCondition({ attribute: 'geo.country', op: 'eq', value: 'US' });
    expect(isAmerican(seattle)).toBe(true);
    expect(isAmerican({ 'geo.country': 'CA' })).toBe(false);
  });

  it('looks for a value in a list', () => {
    const isWestern = compileCondition({ attribute: 'geo.province', op: 'in', values: ['OR', 'WA'] });
    expect(isWestern(seattle)).toBe(true);
    expect(isWestern({ 'geo.province': 'NY' })).toBe(false);
  });

  it('compares the beginning of a postal code', () => {
    const starts981 = compileCondition({ attribute: 'geo.postal', op: 'prefix', value: '981' });
    expect(starts981(seattle)).toBe(true);
    expect(starts981({ 'geo.postal': '98' })).toBe(false);
  });

  it('takes both ends of a range as inside', () => {
    const range = compileCondition({ attribute: 'loyalty.years', op: 'range', from: 5, to: 12 });
    expect(range({ 'loyalty.years': '5' })).toBe(true);
    expect(range({ 'loyalty.years': '12' })).toBe(true);
    expect(range({ 'loyalty.years': '12.01' })).toBe(false);
    expect(range({ 'loyalty.years': '4' })).toBe(false);
  });

  it('leaves a range open where it has no bound', () => {
    expect(compileCondition({ attribute: 'loyalty.years', op: 'range', from: 5 })(seattle)).toBe(true);
    expect(compileCondition({ attribute: 'loyalty.years', op: 'range', to: 5 })(seattle)).toBe(false);
  });

  it.each(['', ' ', 'many', 'NaN'])('finds "%s" in no range, because it is not a number', (value) => {
    const anything = compileCondition({ attribute: 'loyalty.years', op: 'range', from: -1e9, to: 1e9 });
    expect(anything({ 'loyalty.years': value })).toBe(false);
  });

  it('asks whether an attribute is known at all', () => {
    const known = compileCondition({ attribute: 'geo.city', op: 'exists' });
    expect(known(seattle)).toBe(false);
    expect(known({ 'geo.city': 'Seattle' })).toBe(true);
  });

  it('is not met by what is not known, and its opposite is', () => {
    const inSeattle = { attribute: 'geo.city', op: 'eq', value: 'Seattle' } as const;
    expect(compileCondition(inSeattle)(seattle)).toBe(false);
    expect(compileCondition({ not: inSeattle })(seattle)).toBe(true);
  });

  it('combines with all, any and not', () => {
    const us = { attribute: 'geo.country', op: 'eq', value: 'US' } as const;
    const ny = { attribute: 'geo.province', op: 'eq', value: 'NY' } as const;
    expect(compileCondition({ all: [us, ny] })(seattle)).toBe(false);
    expect(compileCondition({ any: [us, ny] })(seattle)).toBe(true);
    expect(compileCondition({ all: [us, { not: ny }] })(seattle)).toBe(true);
  });
});

/** Tests a condition both ways: as it is read, and as it is compiled. */
function compileCondition(condition: Condition): (attributes: Attributes) => boolean {
  const vocabulary = new Vocabulary();
  const programs = new Programs(vocabulary);
  const start = programs.add(toNormalForm(condition));
  const run = programs.finish();
  const read = vocabulary.reader();
  return (attributes) => {
    const isMet = meets(condition, attributes);
    expect(run(start, read(attributes))).toBe(isMet);
    return isMet;
  };
}
