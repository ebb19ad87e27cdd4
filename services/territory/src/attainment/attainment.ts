import { divideHalfUp, money } from '@quyu/plugin-kit';
import type { Attainment } from '@quyu/territory-contracts';

/** Beyond this a share says nothing any more. */
const MOST_BP = 1_000_000_000n;

/** A node's target with what was sold of it. */
export interface NodeSales {
  readonly nodeId: string;
  readonly territoryCode: string;
  readonly territoryName: string;
  readonly parentCode: string | null;
  readonly target: bigint;
  readonly sales: bigint;
  readonly asOf: Date | null;
}

export function attainmentOf({ target, sales, asOf, ...node }: NodeSales, currency: string): Attainment {
  return {
    ...node,
    target: money(target, currency),
    sales: money(sales, currency),
    gap: money(target - sales, currency),
    attainmentBp: target === 0n ? null : Number(withinBounds(divideHalfUp(sales * 10_000n, target))),
    asOf: asOf?.toISOString() ?? null,
  };
}

function withinBounds(bp: bigint): bigint {
  if (bp > MOST_BP) return MOST_BP;
  return bp < -MOST_BP ? -MOST_BP : bp;
}
