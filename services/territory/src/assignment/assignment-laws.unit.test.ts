import type { Condition, RuleLine, Territory } from '@quyu/territory-contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRules } from './assignment.js';
import { compileCondition } from './conditions.js';

const ATTRIBUTES = ['geo.country', 'geo.province', 'segment.age'];
const VALUES = ['1', '2', '12', '21'];

const attribute = fc.constantFrom(...ATTRIBUTES);
const value = fc.constantFrom(...VALUES);
const bound = fc.integer({ min: 0, max: 25 });

const test = fc.oneof(
  fc.record({ attribute, op: fc.constantFrom('eq' as const, 'prefix' as const), value }),
  fc.record({ attribute, op: fc.constant('in' as const), values: fc.array(value, { minLength: 1 }) }),
  fc.record({ attribute, op: fc.constant('range' as const), from: bound, to: bound }),
  fc.record({ attribute, op: fc.constant('exists' as const) }),
);
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    test,
    fc.record({ all: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('condition') }),
  ),
}));

/** A tree of up to eight territories: each hangs under an earlier one, or on top. */
const territories: fc.Arbitrary<readonly Territory[]> = fc
  .array(fc.nat({ max: 7 }), { minLength: 1, maxLength: 8 })
  .map((parents) => growTree(parents));

const model = territories.chain((tree) =>
  fc.record({
    territories: fc.constant(tree),
    rules: fc
      .array(
        fc.record({
          territoryCode: fc.constantFrom(...tree.map(({ code }) => code)),
          priority: fc.integer({ min: 1, max: 3 }),
          condition,
        }),
        { maxLength: 8 },
      )
      .map((rules): RuleLine[] => rules.map((rule, index) => ({ code: `r${index}`, ...rule }))),
  }),
);
const subject = fc.dictionary(attribute, value, { noNullPrototype: true });

describe('the laws of assignment', () => {
  it('the order of rules and territories does not matter', () => {
    const shuffled = model.chain(({ territories: tree, rules }) =>
      fc.record({
        one: fc.constant({ territories: tree, rules }),
        other: fc.record({ territories: shuffle(tree), rules: shuffle(rules) }),
      }),
    );
    fc.assert(
      fc.property(shuffled, subject, ({ one, other }, attributes) => {
        expect(compileRules(other)(attributes)).toEqual(compileRules(one)(attributes));
      }),
    );
  });

  it('the index finds what looking at every rule finds', () => {
    fc.assert(
      fc.property(model, subject, ({ territories: tree, rules }, attributes) => {
        const unindexed = rules.map((rule) => ({ ...rule, condition: hideFromIndex(rule.condition) }));
        expect(compileRules({ territories: tree, rules })(attributes)).toEqual(
          compileRules({ territories: tree, rules: unindexed })(attributes),
        );
      }),
    );
  });

  it('who is assigned matches a rule of the territory and of every one above that has rules', () => {
    fc.assert(
      fc.property(model, subject, ({ territories: tree, rules }, attributes) => {
        const decision = compileRules({ territories: tree, rules })(attributes);
        if (decision.status !== 'assigned') return;
        const { path } = tree.find(({ code }) => code === decision.territoryCode)!;
        for (const code of path) {
          const own = rules.filter(({ territoryCode }) => territoryCode === code);
          const admitted = own.some((rule) => compileCondition(rule.condition)(attributes));
          expect(own.length === 0 || admitted).toBe(true);
        }
      }),
    );
  });

  it('a rule that matches nobody changes nothing', () => {
    fc.assert(
      fc.property(model, subject, ({ territories: tree, rules }, attributes) => {
        const leaf = tree.at(-1)!;
        const nobody: Condition = { attribute: 'geo.country', op: 'eq', value: 'nowhere' };
        const idle = { code: 'idle', territoryCode: leaf.code, priority: 9, condition: nobody };
        expect(compileRules({ territories: tree, rules: [...rules, idle] })(attributes)).toEqual(
          compileRules({ territories: tree, rules })(attributes),
        );
      }),
    );
  });
});

function growTree(parents: readonly number[]): readonly Territory[] {
  const tree: Territory[] = [];
  for (const parent of parents) tree.push(growOn(tree, parent));
  return tree;
}

function growOn(tree: readonly Territory[], parent: number): Territory {
  const above = tree[parent];
  const code = `t${tree.length}`;
  const path = [...(above?.path ?? []), code];
  return { code, name: code, parentCode: above?.code ?? null, level: path.length, path };
}

function shuffle<T>(items: readonly T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...items], { minLength: items.length });
}

/** Says the same in a way that demands no value. */
function hideFromIndex(hidden: Condition): Condition {
  return { not: { not: hidden } };
}
