import { type Fault, platformErrors } from '@quyu/plugin-kit';
import { allocate } from './allocation.js';
import {
  childrenByParent,
  faultAt,
  misallocation,
  type Plan,
  type PlannedNode,
  refusal,
  topsOf,
} from './targets.js';

/** An amount that is asked for, in minor units. */
export interface AskedAmount {
  readonly territoryCode: string;
  readonly amount: bigint;
}

/**
 * Sets amounts of nodes. Where no part of a changed node is named, its parts follow in proportion to what they were; where some
 * are, they must come to the whole together with their siblings.
 *
 * @returns the nodes whose amount is another than before.
 * @throws Problem INVALID_REQUEST, FORBIDDEN, TARGET_OVER_ALLOCATED, TARGET_UNDER_ALLOCATED
 */
export function adjustPlan(plan: Plan, asked: readonly AskedAmount[]): readonly PlannedNode[] {
  assertAskable(plan, asked);
  const amounts = new Map(asked.map(({ territoryCode, amount }) => [territoryCode, amount]));
  const resettled = resettle(plan, amounts, (node) => {
    const at = asked.findIndex(
      ({ territoryCode }) => plan.get(territoryCode)?.parentCode === node.territoryCode,
    );
    return `/body/amounts/${at}/amount`;
  });
  return resettled.map((node) =>
    amounts.has(node.territoryCode) ? { ...node, method: 'adjusted', shareBp: null, weight: null } : node,
  );
}

/** Whoever sees a part of a target has its top from above, and may not raise or lower it. */
function assertAskable(plan: Plan, asked: readonly AskedAmount[]): void {
  const codes = asked.map(({ territoryCode }) => territoryCode);
  const faults = codes.flatMap((code, at): Fault[] => {
    const pointer = `/body/amounts/${at}/territoryCode`;
    if (!plan.has(code))
      return [faultAt(pointer, 'unknown_node', `the target has no part for "${code}" so far`)];
    if (codes.indexOf(code) === at) return [];
    return [faultAt(pointer, 'duplicate_territory', `"${code}" is named already`)];
  });
  if (faults.length > 0) throw refusal(faults);
  const given = topsOf(plan).find(
    ({ parentCode, territoryCode }) => parentCode !== null && codes.includes(territoryCode),
  );
  if (!given) return;
  const detail = `the amount of "${given.territoryCode}" is set by those above it: object to it, or divide it`;
  throw platformErrors.FORBIDDEN({ detail });
}

/**
 * Lets amounts work their way down, from the tops of the plan.
 *
 * @param pointerTo the place in the request of the parts of a node, for the problem.
 * @returns the nodes whose amount is another than before.
 */
export function resettle(
  plan: Plan,
  amounts: ReadonlyMap<string, bigint>,
  pointerTo: (node: PlannedNode) => string,
): readonly PlannedNode[] {
  const children = childrenByParent(plan);
  const changed: PlannedNode[] = [];
  const settle = (node: PlannedNode, amount: bigint): void => {
    if (amount !== node.amount) changed.push({ ...node, amount });
    const below = children.get(node.territoryCode) ?? [];
    if (below.length === 0) return;
    const parts = partsOf({ ...node, amount }, below, amounts, amount !== node.amount);
    const sum = [...parts.values()].reduce((total, part) => total + part, 0n);
    if (sum !== amount) throw misallocation(node, sum, amount, pointerTo(node));
    for (const child of below) settle(child, parts.get(child.territoryCode)!);
  };
  for (const top of topsOf(plan)) settle(top, amounts.get(top.territoryCode) ?? top.amount);
  return changed;
}

function partsOf(
  node: PlannedNode,
  below: readonly PlannedNode[],
  amounts: ReadonlyMap<string, bigint>,
  isChanged: boolean,
): ReadonlyMap<string, bigint> {
  const isNamed = below.some(({ territoryCode }) => amounts.has(territoryCode));
  if (isNamed || !isChanged)
    return new Map(
      below.map((child) => [child.territoryCode, amounts.get(child.territoryCode) ?? child.amount]),
    );
  const isNothing = below.every(({ amount }) => amount === 0n);
  const claims = below.map(({ territoryCode: code, amount }) => ({ code, weight: isNothing ? 1n : amount }));
  return allocate(node.amount, claims);
}
