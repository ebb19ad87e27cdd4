import { money, platformErrors } from '@quyu/plugin-kit';
import { type TargetNode, territoryErrors } from '@quyu/territory-contracts';
import { quartersOf, quarterText } from '../facts/quarters.js';
import { allocate } from '../targets/allocation.js';

/** A node with what its target says of it. */
export interface NodeOfTarget {
  readonly node: TargetNode;
  readonly targetCode: string;
  readonly period: string;
}

/** @throws Problem TARGET_NODE_NOT_FOUND */
export function assertNode<T>(node: T | undefined, nodeId: string): T {
  if (node) return node;
  throw territoryErrors.TARGET_NODE_NOT_FOUND({ detail: `there is no part ${nodeId} of a target` });
}

/**
 * Whoever decides must have seen the node as it is, and it must be waiting for a decision.
 *
 * @throws Problem VERSION_MISMATCH, TARGET_NOT_ISSUED
 */
export function assertWaiting(
  { territoryCode, version, status }: TargetNode,
  versionRead: number | undefined,
): void {
  if (version !== versionRead) {
    const detail = `the target of "${territoryCode}" has version ${version}, not ${versionRead}`;
    throw platformErrors.VERSION_MISMATCH({ detail });
  }
  if (status === 'issued') return;
  const state = status === 'draft' ? 'is being planned' : `is ${status} already`;
  throw territoryErrors.TARGET_NOT_ISSUED({ detail: `the target of "${territoryCode}" ${state}` });
}

/** What every event of a node says of it. */
export function eventFieldsOf(
  node: TargetNode,
  { targetCode, period }: { targetCode: string; period: string },
) {
  const { nodeId, targetId, round, territoryCode, territoryName, path, amount } = node;
  return {
    nodeId,
    targetId,
    targetCode,
    round,
    territoryCode,
    territoryName,
    path: [...path],
    period,
    amount,
  };
}

/** The amount of a period by its quarters: a year's is divided equally, and the first quarters get what is left over. */
export function byQuarters({ amount, currency }: TargetNode['amount'], period: string) {
  const { first, last } = quartersOf(period);
  const periods = Array.from({ length: last - first + 1 }, (_, at) => quarterText(first + at));
  const parts = allocate(
    BigInt(amount),
    periods.map((code) => ({ code, weight: 1n })),
  );
  return periods.map((each) => ({ period: each, amount: money(parts.get(each)!, currency) }));
}
