import { describe, expect, it } from 'vitest';
import { compileRules } from '../assignment/assignment.js';
import { tryOut } from './trial.js';

describe('trying a model out', () => {
  const inWashington = { attribute: 'geo.province', op: 'eq', value: 'WA' } as const;
  const territories = ['west', 'north'].map((code) => ({
    code,
    name: code,
    parentCode: null,
    level: 1,
    path: [code],
  }));
  const west = { code: 'w', territoryCode: 'west', priority: 1, condition: inWashington };
  const north = { code: 'n', territoryCode: 'north', priority: 1, condition: inWashington };
  const subject = { code: 'S1', attributes: { 'geo.province': 'WA' } };

  it('tells the territory and the rule, a gap, or the rules that contend', () => {
    const nothing = { territoryCode: null, ruleCode: null, contenders: [] };
    expect(tryOut(compileRules({ territories, rules: [west] }), subject)).toEqual({
      ...nothing,
      code: 'S1',
      status: 'assigned',
      territoryCode: 'west',
      ruleCode: 'w',
    });
    expect(tryOut(compileRules({ territories, rules: [] }), subject)).toEqual({
      ...nothing,
      code: 'S1',
      status: 'gap',
    });
    expect(tryOut(compileRules({ territories, rules: [west, north] }), subject)).toEqual({
      ...nothing,
      code: 'S1',
      status: 'conflict',
      contenders: ['n', 'w'],
    });
  });
});
