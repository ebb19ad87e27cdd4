import type { Fault } from '@quyu/plugin-kit';
import { type CascadeMethod, territoryErrors } from '@quyu/territory-contracts';
import { resettle } from './adjustment.js';
import { allocate } from './allocation.js';
import { faultAt, misallocation, type Plan, planOf, type PlannedNode, refusal } from './targets.js';

const WHOLE_BP = 10_000n;

/** A territory below the node that is divided. */
export interface TerritoryBelow {
  readonly code: string;
  readonly name: string;
  readonly parentCode: string;
  readonly path: readonly string[];
}

/** How to divide. */
export interface Division {
  readonly method: Exclude<CascadeMethod, 'adjusted'>;
  readonly depth?: 'children' | 'all' | undefined;
  readonly shares?: readonly { readonly territoryCode: string; readonly shareBp: number }[] | undefined;
}

/** By what to divide: minor units by territory, each with all below it. */
export type Basis = ReadonlyMap<string, bigint>;

/**
 * Divides a node's amount among the territories below it.
 *
 * @param below all territories below it, at every level.
 * @returns the nodes that are new or changed.
 * @throws Problem INVALID_REQUEST, TARGET_NO_BASIS, TARGET_OVER_ALLOCATED, TARGET_UNDER_ALLOCATED
 */
export function dividePlan(
  plan: Plan,
  node: PlannedNode,
  {
    below,
    basis,
    division,
    newId,
  }: {
    readonly below: readonly TerritoryBelow[];
    readonly basis: Basis;
    readonly division: Division;
    readonly newId: () => string;
  },
): readonly PlannedNode[] {
  const children = Map.groupBy(below, ({ parentCode }) => parentCode);
  assertDivision(node, children.get(node.territoryCode) ?? [], division);
  const divided = divideDown(plan, node, { children, basis, division, newId });
  const amounts = new Map(divided.map(({ territoryCode, amount }) => [territoryCode, amount]));
  const whole = planOf([...plan.values(), ...divided.filter((each) => !plan.has(each.territoryCode))]);
  const followers = resettle(whole, amounts, () => '/body/territoryCode');
  return [...divided, ...followers.filter(({ territoryCode }) => !amounts.has(territoryCode))];
}

interface Means {
  readonly children: ReadonlyMap<string, readonly TerritoryBelow[]>;
  readonly basis: Basis;
  readonly division: Division;
  readonly newId: () => string;
}

function divideDown(plan: Plan, node: PlannedNode, means: Means): readonly PlannedNode[] {
  const parts = divideNode(plan, node, means);
  if (means.division.depth !== 'all') return parts;
  return [...parts, ...parts.flatMap((part) => divideDown(plan, part, means))];
}

function divideNode(plan: Plan, node: PlannedNode, means: Means): readonly PlannedNode[] {
  const children = means.children.get(node.territoryCode) ?? [];
  if (children.length === 0) return [];
  const claims = children.map(({ code }) => ({ code, weight: weightOf(code, means) }));
  const { method } = means.division;
  const isNothing = claims.every(({ weight }) => weight === 0n);
  if (isNothing && node.amount > 0n) throw noBasis(node, method);
  const amounts = allocate(
    node.amount,
    isNothing ? claims.map(({ code }) => ({ code, weight: 1n })) : claims,
  );
  return children.map(({ code, name, path }, at): PlannedNode => {
    const weight = claims[at]!.weight;
    return {
      nodeId: plan.get(code)?.nodeId ?? means.newId(),
      territoryCode: code,
      territoryName: name,
      parentCode: node.territoryCode,
      path,
      amount: amounts.get(code)!,
      method,
      shareBp: method === 'manual' ? Number(weight) : null,
      weight: method === 'equal' ? null : weight,
    };
  });
}

function weightOf(code: string, { basis, division: { method, shares = [] } }: Means): bigint {
  if (method === 'equal') return 1n;
  if (method === 'manual') return BigInt(shares.find((share) => share.territoryCode === code)?.shareBp ?? 0);
  return basis.get(code) ?? 0n;
}

function noBasis({ path }: PlannedNode, method: string) {
  const of = method === 'historical' ? 'sales of the same period a year before' : 'capacity';
  const message = `${path.join('/')}: nothing below it has ${of} in the currency of the target`;
  const errors = [faultAt('/body/method', 'no_basis', message)];
  return territoryErrors.TARGET_NO_BASIS({ detail: message, errors });
}

/** Manual shares name every child once and are the whole; other methods need none. */
function assertDivision(node: PlannedNode, children: readonly TerritoryBelow[], division: Division): void {
  const { method, depth, shares } = division;
  if (children.length === 0) {
    const message = `nothing is below "${node.territoryCode}" in the model`;
    throw refusal([faultAt('/body/territoryCode', 'nothing_below', message)]);
  }
  if (method !== 'manual') {
    if (shares === undefined) return;
    throw refusal([faultAt('/body/shares', 'shares_not_used', `the method "${method}" takes no shares`)]);
  }
  if (depth === 'all')
    throw refusal([faultAt('/body/depth', 'depth_of_shares', 'manual shares are for one level')]);
  assertShares(node, new Set(children.map(({ code }) => code)), shares ?? []);
}

function assertShares(
  node: PlannedNode,
  children: ReadonlySet<string>,
  shares: NonNullable<Division['shares']>,
): void {
  const codes = shares.map(({ territoryCode }) => territoryCode);
  const named = new Set(codes);
  const faults = [
    ...codes.flatMap((code, at): Fault[] => {
      const pointer = `/body/shares/${at}/territoryCode`;
      if (!children.has(code))
        return [faultAt(pointer, 'not_below', `"${code}" is not directly below "${node.territoryCode}"`)];
      if (codes.indexOf(code) === at) return [];
      return [faultAt(pointer, 'duplicate_territory', `"${code}" is named already`)];
    }),
    ...[...children]
      .filter((code) => !named.has(code))
      .map((code) => faultAt('/body/shares', 'share_missing', `"${code}" has no share`)),
  ];
  if (faults.length > 0) throw refusal(faults);
  const total = shares.reduce((sum, { shareBp }) => sum + BigInt(shareBp), 0n);
  if (total !== WHOLE_BP) throw misallocation(node, total, WHOLE_BP, '/body/shares');
}
