import type { AlignmentDraft } from '@quyu/territory-contracts';
import { describe, expect, it } from 'vitest';
import { problemOf } from './alignment.js';
import { contentOf, territoriesOf } from './proposal.js';

const unit = (code: string, potential = 1) => ({ code, name: code, potential, workload: 1 });
const draft: AlignmentDraft = {
  modelCode: 'm', modelName: 'M', territories: 2, attribute: 'geo.postal',
  units: [unit('a'), unit('b', 5), unit('c')],
  edges: [{ from: 'a', to: 'b' }, { from: 'b', to: 'c' }],
}; // prettier-ignore

const faultsOf = (change: Partial<AlignmentDraft>) => {
  try {
    problemOf({ ...draft, ...change }, () => []);
  } catch (problem) {
    return (problem as { details: { errors: { pointer: string; code: string }[] } }).details.errors.map(
      ({ pointer, code }) => [pointer, code],
    );
  }
  return [];
};

describe('a draft', () => {
  it('becomes a problem of numbers', () => {
    expect(faultsOf({})).toEqual([]);
    expect(problemOf({ ...draft, centres: ['c'] }, () => [])).toMatchObject({ centres: [2], seed: 1 });
  });

  it.each<[string, Partial<AlignmentDraft>, string, string]>([
    ['more territories than units', { territories: 4 }, '/body/territories', 'too_many'],
    ['parts that do not touch', { edges: [{ from: 'a', to: 'b' }] }, '/body/units/2', 'disconnected'],
    ['a code that is there twice', { units: [unit('a'), unit('b'), unit('c'), unit('a')] }, '/body/units/0/code', 'duplicate_code'],
    ['an edge to nowhere', { edges: [{ from: 'a', to: 'x' }] }, '/body/edges/0/to', 'unknown_unit'],
    ['a centre that is no unit', { centres: ['a', 'x'] }, '/body/centres/1', 'unknown_unit'],
    ['a centre that is there twice', { centres: ['a', 'a'] }, '/body/centres/1', 'duplicate_code'],
    ['more centres than territories', { centres: ['a', 'b', 'c'] }, '/body/centres', 'too_many'],
    ['neither edges nor a neighbourhood', { edges: undefined }, '/body/edges', 'edges_or_touching'],
    ['a city beside its province', { attribute: 'geo.division', units: [unit('330000'), unit('330100')], edges: [] }, '/body/units/1/code', 'overlapping_units'],
  ])('is refused for %s', (_what, change, pointer, code) => {
    expect(faultsOf(change)[0]).toEqual([pointer, code]);
  }); // prettier-ignore
});

describe('a proposal', () => {
  it('names territories after their heaviest unit and takes their accounts by a rule', () => {
    const aligned = territoriesOf(draft, Int32Array.of(0, 0, 1));
    expect(aligned.map(({ code, name, potential }) => [code, name, potential])).toEqual([
      ['T1', 'b +1', 6],
      ['T2', 'c', 1],
    ]);
    const { territories, rules } = contentOf(draft, aligned);
    expect(territories.map(({ path }) => path)).toEqual([['all'], ['all', 'T1'], ['all', 'T2']]);
    expect(rules[0]?.condition).toEqual({ any: [{ attribute: 'geo.postal', op: 'in', values: ['a', 'b'] }] });
  });
});
