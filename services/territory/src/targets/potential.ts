import { territoryErrors } from '@quyu/territory-contracts';
import type { Basis, TerritoryBelow } from './cascade.js';
import { faultAt, type PlannedNode } from './targets.js';

/**
 * The capacity of each territory below a node: that of its own profile, or else of all directly below it together.
 *
 * @param capacities capacity by territory, of those with a profile in the currency of the target.
 * @throws Problem TARGET_NO_BASIS naming the territories among which would be divided and of which no capacity is known.
 */
export function potentialOf(
  node: PlannedNode,
  below: readonly TerritoryBelow[],
  capacities: Basis,
  depth: 'children' | 'all',
): Basis {
  const children = Map.groupBy(below, ({ parentCode }) => parentCode);
  const known = new Map<string, bigint>();
  const deepestFirst = below.toSorted((a, b) => b.path.length - a.path.length);
  for (const { code } of deepestFirst) {
    const parts = (children.get(code) ?? []).map((child) => known.get(child.code));
    const own = capacities.get(code);
    if (own !== undefined) known.set(code, own);
    else if (parts.length > 0 && parts.every((part) => part !== undefined))
      known.set(
        code,
        parts.reduce((sum, part) => sum + part, 0n),
      );
  }
  const asked = depth === 'all' ? below : (children.get(node.territoryCode) ?? []);
  assertKnown(asked.filter(({ code }) => !known.has(code)));
  return known;
}

const MOST_NAMED = 50;

function assertKnown(unknown: readonly TerritoryBelow[]): void {
  if (unknown.length === 0) return;
  const errors = unknown
    .slice(0, MOST_NAMED)
    .map(({ code, path }) =>
      faultAt(
        '/body/method',
        'no_capacity',
        `${path.join('/')}: "${code}" has no market profile in this currency`,
      ),
    );
  const detail = `no capacity is known of ${unknown.length} of the territories, "${unknown[0]?.code}" first`;
  throw territoryErrors.TARGET_NO_BASIS({ detail, errors });
}
