import type { RuleLine, Territory } from '@quyu/territory-contracts';
import { describe, expect, it } from 'vitest';
import { compileRules } from './assignment.js';

const world = tree({
  world: ['america', 'europe'],
  america: ['northwest', 'southwest'],
});

describe('assigning an account', () => {
  it('is a gap when no rule matches', () => {
    const decide = compileRules({ territories: world, rules: [inProvince('nw', 'northwest', ['WA'])] });
    expect(decide({ 'geo.province': 'NY' })).toEqual({ status: 'gap' });
  });

  it('is a gap when there are no rules', () => {
    expect(compileRules({ territories: world, rules: [] })({ 'geo.province': 'WA' })).toEqual({
      status: 'gap',
    });
  });

  it('names the one rule that matches', () => {
    const decide = compileRules({ territories: world, rules: [inProvince('nw', 'northwest', ['WA'])] });
    expect(decide({ 'geo.province': 'WA' })).toEqual(assigned('northwest', 'nw'));
  });

  it('follows the highest priority of several that match', () => {
    const rules = [inProvince('nw', 'northwest', ['WA'], 5), inProvince('sw', 'southwest', ['WA', 'CA'], 4)];
    expect(compileRules({ territories: world, rules })({ 'geo.province': 'WA' })).toEqual(
      assigned('northwest', 'nw'),
    );
  });

  it('is a conflict between all that tie at the highest priority', () => {
    const rules = [
      inProvince('sw', 'southwest', ['WA'], 5),
      inProvince('nw', 'northwest', ['WA'], 5),
      inProvince('eu', 'europe', ['WA'], 4),
    ];
    expect(compileRules({ territories: world, rules })({ 'geo.province': 'WA' })).toEqual({
      status: 'conflict',
      contenders: ['nw', 'sw'],
    });
  });

  it('is no conflict when the rules that tie belong to one territory', () => {
    const rules = [inProvince('nw-b', 'northwest', ['WA']), inProvince('nw-a', 'northwest', ['WA', 'OR'])];
    expect(compileRules({ territories: world, rules })({ 'geo.province': 'WA' })).toEqual(
      assigned('northwest', 'nw-a'),
    );
  });
});

describe('inherited rules', () => {
  const american = inCountry('us', 'america', ['US', 'CA']);
  const northwest = inProvince('nw', 'northwest', ['WA']);

  it('keep a territory from taking what the one above would not', () => {
    const decide = compileRules({ territories: world, rules: [american, northwest] });
    expect(decide({ 'geo.country': 'US', 'geo.province': 'WA' })).toEqual(assigned('northwest', 'nw'));
    expect(decide({ 'geo.country': 'AU', 'geo.province': 'WA' })).toEqual({ status: 'gap' });
  });

  it('are inherited over territories without rules', () => {
    const decide = compileRules({
      territories: world,
      rules: [inCountry('w', 'world', ['US']), northwest],
    });
    expect(decide({ 'geo.country': 'AU', 'geo.province': 'WA' })).toEqual({ status: 'gap' });
  });

  it('need only one of several rules of the territory above to match', () => {
    const rules = [inCountry('us', 'america', ['US']), inCountry('ca', 'america', ['CA']), northwest];
    const decide = compileRules({ territories: world, rules });
    expect(decide({ 'geo.country': 'CA', 'geo.province': 'WA' })).toEqual(assigned('northwest', 'nw'));
  });

  it('leave to the territory above what no territory below takes', () => {
    const decide = compileRules({ territories: world, rules: [american, northwest] });
    expect(decide({ 'geo.country': 'US', 'geo.province': 'NY' })).toEqual(assigned('america', 'us'));
  });

  it('let the territory above win when it has the higher priority', () => {
    const decide = compileRules({
      territories: world,
      rules: [{ ...american, priority: 9 }, northwest],
    });
    expect(decide({ 'geo.country': 'US', 'geo.province': 'WA' })).toEqual(assigned('america', 'us'));
  });
});

function tree(children: Readonly<Record<string, readonly string[]>>): readonly Territory[] {
  const grow = (code: string, above: readonly string[]): readonly Territory[] => {
    const path = [...above, code];
    const territory = { code, name: code, parentCode: above.at(-1) ?? null, level: path.length, path };
    return [territory, ...(children[code] ?? []).flatMap((child) => grow(child, path))];
  };
  return grow('world', []);
}

function inProvince(code: string, territoryCode: string, values: string[], priority = 1): RuleLine {
  return { code, territoryCode, priority, condition: { attribute: 'geo.province', op: 'in', values } };
}

function inCountry(code: string, territoryCode: string, values: string[], priority = 1): RuleLine {
  return { code, territoryCode, priority, condition: { attribute: 'geo.country', op: 'in', values } };
}

function assigned(territoryCode: string, ruleCode: string) {
  return { status: 'assigned', territoryCode, ruleCode };
}
