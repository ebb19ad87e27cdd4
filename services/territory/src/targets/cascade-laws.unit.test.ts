import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjustPlan } from './adjustment.js';
import { allocate, type Claim } from './allocation.js';
import { dividePlan, type Division, type TerritoryBelow } from './cascade.js';
import { childrenByParent, type Plan, planOf, type PlannedNode } from './targets.js';

const amount = fc.bigInt({ min: 0n, max: 10n ** 17n });
const claimsOf = (weight: fc.Arbitrary<bigint>) =>
  fc
    .array(weight, { minLength: 1, maxLength: 12 })
    .filter((weights) => weights.some((each) => each > 0n))
    .map((weights): Claim[] => weights.map((each, at) => ({ code: `t${at}`, weight: each })));
const anyClaims = claimsOf(fc.oneof(fc.bigInt({ min: 0n, max: 9n }), amount));
const equalClaims = claimsOf(fc.constant(1n));
const sumOf = (parts: Iterable<bigint>): bigint => [...parts].reduce((sum, part) => sum + part, 0n);

describe('the laws of largest remainders', () => {
  it('the parts are the whole, each less than a unit from its exact part', () => {
    fc.assert(
      fc.property(amount, anyClaims, (whole, claims) => {
        const parts = allocate(whole, claims);
        const total = sumOf(claims.map(({ weight }) => weight));
        expect(sumOf(parts.values())).toBe(whole);
        for (const { code, weight } of claims) {
          const off = parts.get(code)! * total - whole * weight;
          expect(off < total && -off < total).toBe(true);
        }
      }),
    );
  });

  it('the order of the claims does not matter', () => {
    fc.assert(
      fc.property(amount, anyClaims, (whole, claims) => {
        expect(allocate(whole, claims.toReversed())).toEqual(allocate(whole, claims));
      }),
    );
  });

  it('a larger whole lowers no part of equal ones, and no other by more than a unit', () => {
    fc.assert(
      fc.property(
        amount,
        fc.bigInt({ min: 1n, max: 1000n }),
        anyClaims,
        equalClaims,
        (whole, more, any, equal) => {
          const lowered = (claims: readonly Claim[]) => {
            const [before, after] = [allocate(whole, claims), allocate(whole + more, claims)];
            return claims.map(({ code }) => before.get(code)! - after.get(code)!);
          };
          expect(lowered(equal).every((by) => by <= 0n)).toBe(true);
          expect(lowered(any).every((by) => by <= 1n)).toBe(true);
        },
      ),
    );
  });

  it('a larger whole can lower a part by a unit: the Alabama paradox', () => {
    const claims = [6n, 6n, 2n].map((weight, at) => ({ code: 'abc'[at]!, weight }));
    expect(allocate(10n, claims)).toEqual(new Map([['a', 4n], ['b', 4n], ['c', 2n]])); // prettier-ignore
    expect(allocate(11n, claims)).toEqual(new Map([['a', 5n], ['b', 5n], ['c', 1n]])); // prettier-ignore
  });
});

/** A tree of up to twelve territories below `t`: each hangs under an earlier one, or on top. */
const trees = fc
  .array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 12 })
  .map((parents): TerritoryBelow[] => {
    const grown: TerritoryBelow[] = [];
    for (const [at, parent] of parents.entries()) {
      const above = grown[(parent % (at + 1)) - 1];
      const code = `t${at}`;
      grown.push({
        code,
        name: code,
        parentCode: above?.code ?? 't',
        path: [...(above?.path ?? ['t']), code],
      });
    }
    return grown;
  });

const top = (whole: bigint): PlannedNode => ({
  nodeId: 'n', territoryCode: 't', territoryName: 'T', parentCode: null, path: ['t'], amount: whole,
  method: null, shareBp: null, weight: null,
}); // prettier-ignore

/** Weights that every territory has: no division fails for want of them. */
const basisOf = (below: readonly TerritoryBelow[], seed: number) =>
  new Map(below.map(({ code }, at) => [code, BigInt(((seed + at) * 7919) % 1000) + 1n]));

function sharesOf(below: readonly TerritoryBelow[], seed: number) {
  const children = below.filter(({ parentCode }) => parentCode === 't');
  const parts = allocate(
    10_000n,
    children.map(({ code }) => ({ code, weight: basisOf(below, seed).get(code)! })),
  );
  return children.map(({ code }) => ({ territoryCode: code, shareBp: Number(parts.get(code)!) }));
}

const divisionOf = (method: Division['method'], below: readonly TerritoryBelow[], seed: number): Division =>
  method === 'manual' ? { method, shares: sharesOf(below, seed) } : { method, depth: 'all' };

function divided(whole: bigint, below: readonly TerritoryBelow[], division: Division, seed: number): Plan {
  const plan = planOf([top(whole)]);
  const newId = () => 'new';
  const nodes = dividePlan(plan, top(whole), { below, basis: basisOf(below, seed), division, newId });
  return planOf([...plan.values(), ...nodes]);
}

function expectReconciled(plan: Plan): void {
  for (const [parent, children] of childrenByParent(plan)) {
    if (parent === null) continue;
    expect(sumOf(children.map((child) => child.amount))).toBe(plan.get(parent)!.amount);
  }
}

describe('the laws of a cascade', () => {
  const method = fc.constantFrom(
    'equal' as const,
    'historical' as const,
    'potential' as const,
    'manual' as const,
  );

  it('children sum to their parent exactly, at every level and by every method', () => {
    fc.assert(
      fc.property(amount, trees, method, fc.nat(), (whole, below, by, seed) => {
        expectReconciled(divided(whole, below, divisionOf(by, below, seed), seed));
      }),
    );
  });

  it('and still do after the top is raised or lowered, and after a node is divided again', () => {
    fc.assert(
      fc.property(amount, amount, trees, method, fc.nat(), (whole, other, below, by, seed) => {
        const plan = divided(whole, below, { method: 'equal', depth: 'all' }, seed);
        const adjusted = planOf([
          ...plan.values(),
          ...adjustPlan(plan, [{ territoryCode: 't', amount: other }]),
        ]);
        expect(adjusted.get('t')?.amount).toBe(other);
        expectReconciled(adjusted);
        const means = { below, basis: basisOf(below, seed), newId: () => 'new' };
        const division = divisionOf(by, below, seed);
        const again = dividePlan(adjusted, adjusted.get('t')!, { ...means, division });
        expectReconciled(planOf([...adjusted.values(), ...again]));
      }),
    );
  });

  it('the same division again changes no amount', () => {
    fc.assert(
      fc.property(amount, trees, method, fc.nat(), (whole, below, by, seed) => {
        const division = divisionOf(by, below, seed);
        const plan = divided(whole, below, division, seed);
        const means = { below, basis: basisOf(below, seed), division, newId: () => 'new' };
        const again = planOf([...plan.values(), ...dividePlan(plan, plan.get('t')!, means)]);
        expect(again).toEqual(plan);
      }),
    );
  });
});
