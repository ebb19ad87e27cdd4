import { type Fault, platformErrors, type Problem } from '@quyu/plugin-kit';
import { type CascadeMethod, territoryErrors } from '@quyu/territory-contracts';

/** A territory's part of a target, as far as planning goes. Amounts are minor units of the target's currency. */
export interface PlannedNode {
  readonly nodeId: string;
  readonly territoryCode: string;
  readonly territoryName: string;
  /** Null for the top of the target. */
  readonly parentCode: string | null;
  readonly path: readonly string[];
  readonly amount: bigint;
  readonly method: CascadeMethod | null;
  readonly shareBp: number | null;
  /** What its part is in proportion to; null where all parts are equal or a person set it. */
  readonly weight: bigint | null;
}

/** The nodes of a target that the caller may see, by territory. */
export type Plan = ReadonlyMap<string, PlannedNode>;

export interface TargetHead {
  readonly targetId: string;
  readonly version: number;
  readonly code: string;
  readonly modelId: string;
  readonly period: string;
  readonly currency: string;
}

export function planOf(nodes: readonly PlannedNode[]): Plan {
  return new Map(nodes.map((node) => [node.territoryCode, node]));
}

/** The nodes below each node, in the order of their codes. */
export function childrenByParent(plan: Plan): ReadonlyMap<string | null, readonly PlannedNode[]> {
  const sorted = [...plan.values()].toSorted((a, b) => (a.territoryCode < b.territoryCode ? -1 : 1));
  return Map.groupBy(sorted, ({ parentCode }) => parentCode);
}

/** The nodes with nothing above them that the caller may see. */
export function topsOf(plan: Plan): readonly PlannedNode[] {
  return [...plan.values()].filter(({ parentCode }) => parentCode === null || !plan.has(parentCode));
}

/** @throws Problem TARGET_NOT_FOUND */
export function assertFound<T>(target: T | undefined, targetId: string): T {
  if (target) return target;
  throw territoryErrors.TARGET_NOT_FOUND({ detail: `there is no target ${targetId}` });
}

/** @throws Problem VERSION_MISMATCH when it is not the version that was read. */
export function assertRead(
  { code, version }: { readonly code: string; readonly version: number },
  versionRead: number | undefined,
): void {
  if (version === versionRead) return;
  const detail = `"${code}" has version ${version}, not ${versionRead}`;
  throw platformErrors.VERSION_MISMATCH({ detail });
}

/** @throws Problem INVALID_REQUEST when the target has no such node that the caller may see. */
export function nodeOf(plan: Plan, code: string, pointer: string): PlannedNode {
  const node = plan.get(code);
  if (node) return node;
  throw refusal([faultAt(pointer, 'unknown_node', `the target has no part for "${code}" so far`)]);
}

/** The problem of a request that is well formed and still makes no sense. */
export function refusal(faults: readonly Fault[]): Problem {
  const detail = faults.map(({ pointer, message }) => `${pointer}: ${message}`).join('; ');
  return platformErrors.INVALID_REQUEST({ detail, errors: faults });
}

/** The problem of parts that are not the whole. @param path of the node that is divided. */
export function misallocation(
  { path }: Pick<PlannedNode, 'path'>,
  parts: bigint,
  whole: bigint,
  pointer: string,
): Problem {
  const isOver = parts > whole;
  const code = isOver ? 'over_allocated' : 'under_allocated';
  const message = `${path.join('/')}: the parts come to ${parts} of ${whole}`;
  const make = isOver ? territoryErrors.TARGET_OVER_ALLOCATED : territoryErrors.TARGET_UNDER_ALLOCATED;
  return make({ detail: message, errors: [faultAt(pointer, code, message)] });
}

export function faultAt(pointer: string, code: string, message: string): Fault {
  return { pointer, code, message };
}
