import { describe, expect, it } from 'vitest';
import { type Account, compileModel, placeAccounts } from './placement.js';

const NORTHWEST = { code: 'nw', name: 'Northwest', parentCode: null, level: 1, path: ['nw'] };
const byState = {
  code: 'by-state',
  territoryCode: 'nw',
  priority: 1,
  condition: { attribute: 'geo.province', op: 'eq', value: 'WA' },
} as const;
const model = compileModel({ modelId: 'm-1', code: 'world', territories: [NORTHWEST], rules: [byState] });
const newcomer: Account = {
  subjectId: 's-1',
  code: 'AW1',
  attributes: { 'geo.province': 'WA' },
  modelId: null,
  place: null,
  by: 'rule',
  pin: null,
};
const inNorthwest = {
  status: 'assigned',
  territoryCode: 'nw',
  territoryName: 'Northwest',
  path: ['nw'],
  ruleCode: 'by-state',
  contenders: [],
} as const;

describe('placing accounts', () => {
  it('moves a new account to its territory', () => {
    expect(placeAccounts(model, [newcomer])).toMatchObject([
      { subjectId: 's-1', code: 'AW1', place: inNorthwest, by: 'rule', before: null, moved: true },
    ]);
  });

  it('moves a new account into the gap when no rule matches', () => {
    const [placed] = placeAccounts(model, [{ ...newcomer, attributes: {} }]);
    expect(placed).toMatchObject({ moved: true, place: { status: 'gap', territoryCode: null } });
  });

  it('has nothing to do for an account that is in its place', () => {
    expect(placeAccounts(model, [{ ...newcomer, modelId: 'm-1', place: inNorthwest }])).toEqual([]);
  });

  it('notes the new model of an account that stays, and tells nobody', () => {
    const [placed] = placeAccounts(model, [{ ...newcomer, modelId: 'm-0', place: inNorthwest }]);
    expect(placed).toMatchObject({ moved: false, place: inNorthwest });
  });

  it.each([
    ['another name', { territoryName: 'North West' }],
    ['another place in the tree', { path: ['world', 'nw'] }],
    ['another rule', { ruleCode: 'by-country' }],
  ])('tells when the territory has %s in the new model', (_, before) => {
    const account = { ...newcomer, modelId: 'm-0', place: { ...inNorthwest, ...before } };
    expect(placeAccounts(model, [account])).toMatchObject([{ moved: true }]);
  });
});
