import type { Condition, RuleLine, Territory } from '@quyu/territory-contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Attributes } from '../dimensions/dimensions.js';
import type { ModelContent } from '../models/models.js';
import { planTakeOver } from './changes.js';
import { type Account, compileModel, placeAccount } from './placement.js';

const attribute = fc.constantFrom('geo.country', 'geo.province', 'segment.age');
const value = fc.constantFrom('1', '2', '12', '21');

const test: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({ attribute, op: fc.constantFrom('eq' as const, 'prefix' as const), value }),
  fc.record({ attribute, op: fc.constant('exists' as const) }),
  fc.record({ attribute, op: fc.constant('in' as const), values: fc.array(value, { minLength: 1 }) }),
);
const condition: fc.Arbitrary<Condition> = fc.oneof(
  test,
  fc.record({ all: fc.array(test, { minLength: 1, maxLength: 2 }) }),
  fc.record({ any: fc.array(test, { minLength: 1, maxLength: 2 }) }),
  fc.record({ not: test }),
);

const territory = fc.record({ parent: fc.nat({ max: 4 }), name: fc.constantFrom('A', 'B') });
const rule = fc.record({
  territory: fc.nat({ max: 4 }),
  priority: fc.integer({ min: 1, max: 2 }),
  condition,
});

/** What is known of an account. */
const arbitraryAttributes = fc.dictionary(attribute, value, { noNullPrototype: true });

/** Two models of which the second is made from the first by some edits: other parents, names, rules, more and fewer of each. */
const arbitraryEdit: fc.Arbitrary<{ readonly before: ModelContent; readonly after: ModelContent }> = fc
  .record({
    territories: fc.array(territory, { minLength: 2, maxLength: 5 }),
    rules: fc.array(rule, { maxLength: 6 }),
    otherTerritories: fc.array(fc.option(territory), { maxLength: 5 }),
    otherRules: fc.array(fc.option(rule), { maxLength: 7 }),
  })
  .map(({ territories, rules, otherTerritories, otherRules }) => ({
    before: contentOf('before', territories, rules),
    after: contentOf('after', mix(territories, otherTerritories), mix(rules, otherRules)),
  }));

const edits = fc.record({ edit: arbitraryEdit, attributes: arbitraryAttributes });

describe('the laws of taking over', () => {
  it('what a change cannot touch stays as it is', () => {
    let untouched = 0;
    fc.assert(
      fc.property(edits, ({ edit: { before, after }, attributes }) => {
        const account = accountPlacedBy(before, attributes);
        const { model, touches } = planTakeOver(before, after, 'realign');
        if (touches(account)) return;
        untouched += 1;
        expect(placeAccount(model, account)).toMatchObject({ place: account.place, changed: false });
      }),
      { numRuns: 3000 },
    );
    expect(untouched).toBeGreaterThan(100);
  });

  it('a model that is like the one before touches nobody whom its rules have placed', () => {
    fc.assert(
      fc.property(edits, ({ edit: { before }, attributes }) => {
        const { touches } = planTakeOver(before, { ...before, modelId: 'clone' }, 'realign');
        expect(touches(accountPlacedBy(before, attributes))).toBe(false);
      }),
    );
  });

  it('filling never moves an assigned account, whatever the rules and pins say', () => {
    const pins = fc.constantFrom(null, 't0', 't1');
    fc.assert(
      fc.property(edits, pins, ({ edit: { before, after }, attributes }, pin) => {
        const account = { ...accountPlacedBy(before, attributes), pin };
        const there = account.place?.territoryCode ?? null;
        const model = compileModel(after);
        if (there === null || !model.territories.has(there)) return;
        const { place } = placeAccount(model, account, 'fill');
        expect([place.status, place.territoryCode]).toEqual(['assigned', there]);
      }),
      { numRuns: 1000 },
    );
  });

  it('filling treats an account in no territory as realigning does', () => {
    fc.assert(
      fc.property(edits, ({ edit: { before, after }, attributes }) => {
        const account = accountPlacedBy(before, attributes);
        if (account.place?.status === 'assigned') return;
        const model = compileModel(after);
        expect(placeAccount(model, account, 'fill')).toEqual(placeAccount(model, account, 'realign'));
      }),
    );
  });

  it('a pin goes before every rule, for as long as its territory is there', () => {
    fc.assert(
      fc.property(edits, ({ edit: { before, after }, attributes }) => {
        const account = { ...accountPlacedBy(before, attributes), pin: 't1' };
        const { place, by, droppedPin } = placeAccount(compileModel(after), account);
        const isThere = after.territories.some(({ code }) => code === 't1');
        expect([by, droppedPin]).toEqual(isThere ? ['pin', false] : ['rule', true]);
        expect(!isThere || place.territoryCode === 't1').toBe(true);
      }),
    );
  });
});

function accountPlacedBy(content: ModelContent, attributes: Attributes): Account {
  const fresh = { subjectId: 's-1', code: 'AW1', attributes, modelId: null, place: null, pin: null };
  const { place } = placeAccount(compileModel(content), { ...fresh, by: 'rule' });
  return { ...fresh, modelId: content.modelId, place, by: 'rule' };
}

type TerritorySeed = typeof territory extends fc.Arbitrary<infer T> ? T : never;
type RuleSeed = typeof rule extends fc.Arbitrary<infer T> ? T : never;

/** Takes the place of those for which there is another. */
function mix<T>(seeds: readonly T[], others: readonly (T | null)[]): readonly T[] {
  const more = others.slice(seeds.length).filter((each) => each !== null);
  return [...seeds.map((seed, index) => others[index] ?? seed), ...more];
}

function contentOf(
  modelId: string,
  seeds: readonly TerritorySeed[],
  rules: readonly RuleSeed[],
): ModelContent {
  const territories: Territory[] = [];
  for (const [index, { parent, name }] of seeds.entries()) {
    const above = parent < index ? territories[parent] : undefined;
    const code = `t${index}`;
    const path = [...(above?.path ?? []), code];
    territories.push({ code, name, parentCode: above?.code ?? null, level: path.length, path });
  }
  return {
    modelId,
    code: modelId,
    territories,
    rules: rules.map((seed, index) => ruleOf(seed, index, seeds)),
  };
}

function ruleOf(seed: RuleSeed, index: number, territories: readonly unknown[]): RuleLine {
  const territoryCode = `t${seed.territory % territories.length}`;
  return { code: `r${index}`, territoryCode, priority: seed.priority, condition: seed.condition };
}
