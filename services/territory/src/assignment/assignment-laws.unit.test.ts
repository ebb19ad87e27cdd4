import type { Condition } from '@quyu/territory-contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { model, subject } from '../testing/random-models.js';
import { compileRules } from './assignment.js';
import { meets } from './conditions.js';
import { decideNaively } from './naive-decision.js';

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

  it('the compiled rules find what reading every rule finds', () => {
    fc.assert(
      fc.property(model, fc.array(subject, { minLength: 1, maxLength: 5 }), (book, subjects) => {
        const decide = compileRules(book);
        for (const attributes of subjects)
          expect(decide(attributes)).toEqual(decideNaively(book, attributes));
      }),
      { numRuns: 1000 },
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
          const admitted = own.some((rule) => meets(rule.condition, attributes));
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

function shuffle<T>(items: readonly T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...items], { minLength: items.length });
}
