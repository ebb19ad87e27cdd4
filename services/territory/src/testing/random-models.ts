import type { Condition, RuleLine, Territory } from '@quyu/territory-contracts';
import * as fc from 'fast-check';

/** Few enough that rules and subjects often meet. */
export const ATTRIBUTES = ['geo.country', 'geo.province', 'segment.age'];
export const VALUES = ['1', '2', '12', '21'];

const attribute = fc.constantFrom(...ATTRIBUTES);
const value = fc.constantFrom(...VALUES);
const bound = fc.integer({ min: 0, max: 25 });

const test = fc.oneof(
  fc.record({ attribute, op: fc.constantFrom('eq' as const, 'prefix' as const), value }),
  fc.record({ attribute, op: fc.constant('in' as const), values: fc.array(value, { minLength: 1 }) }),
  fc.record({ attribute, op: fc.constant('range' as const), from: bound, to: bound }),
  fc.record({ attribute, op: fc.constant('exists' as const) }),
);
/** Conditions of all kinds, nested. */
export const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
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

/** Models of up to eight territories and eight rules. */
export const model = territories.chain((tree) =>
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
/** What is known of a subject. */
export const subject = fc.dictionary(attribute, value, { noNullPrototype: true });

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
