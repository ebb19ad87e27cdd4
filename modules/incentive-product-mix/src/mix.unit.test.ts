import { describe, expect, it } from 'vitest';
import { mixCalculator } from './mix-calculator.js';
import { mixFaults, readMix } from './mix-settings.js';

const GOOD = {
  payee: 'partner',
  groups: 'Helmets, Road Bikes,Tires',
  atLeast: '2',
  minimum: '100',
  rateBp: '50',
};
const earned = (sales: readonly string[], over = {}) =>
  mixCalculator(readMix({ ...GOOD, ...over })).explain({ sales }).flatMap((part) => part.earned ?? []); // prettier-ignore

describe('the settings of a mix', () => {
  it('may be right', () => {
    expect(mixFaults(GOOD)).toEqual([]);
    expect(readMix(GOOD)).toEqual({
      payee: 'partner',
      groups: ['Helmets', 'Road Bikes', 'Tires'],
      atLeast: 2,
      minimum: 100n,
      rateBp: 50n,
    });
  });

  it.each([
    [{ payee: 'group' }, '/payee'],
    [{ groups: 'Helmets', atLeast: '1' }, '/groups'],
    [{ groups: 'Helmets,Helmets' }, '/groups'],
    [{ atLeast: '4' }, '/atLeast'],
    [{ atLeast: '0' }, '/atLeast'],
    [{ minimum: '1.5' }, '/minimum'],
    [{ rateBp: '10001' }, '/rateBp'],
    [{ rate: '1' }, '/rate'],
  ])('%j is refused at %s', (over, pointer) =>
    expect(mixFaults({ ...GOOD, ...over }).map((each) => each.pointer)).toEqual([pointer]),
  );
});

describe('a mix', () => {
  it.each([
    [['100', '0', '99'], []],
    [['100', '100', '0'], [1]],
    [['10000', '50', '20000'], [150.25]],
    [['-100', '200', '300'], [2]],
  ] as const)('of sales %j earns %j', (sales, expected) => {
    const amounts = earned(sales).map(
      ({ numerator, denominator }) => Number(numerator) / Number(denominator),
    );
    expect(amounts).toEqual(expected);
  });

  it('counts nothing as sold that came back', () =>
    expect(earned(['0', '0', '0'], { minimum: '0', atLeast: '1' })).toEqual([]));
});
