import type { CostCeiling, CostDimension, CostRow } from '@quyu/incentive-contracts';
import { type Fault, money } from '@quyu/plugin-kit';
import type { Cost } from './costs.js';

/** Those that hold on a day. */
export function ceilingsOn(ceilings: readonly CostCeiling[], day: string): readonly CostCeiling[] {
  return ceilings.filter(
    ({ effectiveFrom, effectiveTo }) => effectiveFrom <= day && (effectiveTo === null || day <= effectiveTo),
  );
}

/** Whether a cost is more than so many basis points of the revenue. Any cost is too much where nothing was sold. */
export function isExceeded({ cost, revenue }: Cost, ceilingBp: number): boolean {
  return cost > 0n && (revenue <= 0n || cost * 10_000n > revenue * BigInt(ceilingBp));
}

/** Half up; null where nothing was sold. @example ratioOf({ cost: 61n, revenue: 1000n }) // 610 */
export function ratioOf({ cost, revenue }: Pick<Cost, 'cost' | 'revenue'>): number | null {
  if (revenue <= 0n) return null;
  const twice = cost * 20_000n + revenue;
  const half = 2n * revenue;
  return Number(twice >= 0n || twice % half === 0n ? twice / half : twice / half - 1n);
}

/** A cost as it is shown, with the ceilings that hold for it. What belongs to none has no ceiling. */
export function rowOf(cost: Cost, ceilings: readonly CostCeiling[], currency: string): CostRow {
  const own = cost.key === null ? [] : ceilings.filter(({ key }) => key === null || key === cost.key);
  return {
    key: cost.key,
    cost: money(cost.cost, currency),
    revenue: money(cost.revenue, currency),
    ratioBp: ratioOf(cost),
    ceilings: own.map(({ code, ceilingBp, mode }) => {
      return { code, ceilingBp, mode, isExceeded: isExceeded(cost, ceilingBp) };
    }),
  };
}

/** A ceiling that is exceeded, and by what. */
export interface Excess {
  readonly ceiling: CostCeiling;
  readonly row: CostRow;
}

/** All that costs more than a ceiling of its dimension allows, in the order of ceilings and keys. */
export function excessesOf(
  ceilings: readonly CostCeiling[],
  costsOf: (by: CostDimension) => readonly Cost[],
  currency: string,
): readonly Excess[] {
  return ceilings.flatMap((ceiling) =>
    costsOf(ceiling.by)
      .map((cost) => rowOf(cost, [ceiling], currency))
      .filter((row) => row.ceilings.some((each) => each.isExceeded))
      .map((row) => ({ ceiling, row })),
  );
}

export function ceilingFaults({ effectiveFrom, effectiveTo }: Omit<CostCeiling, 'code'>): readonly Fault[] {
  if (effectiveTo === null || effectiveFrom <= effectiveTo) return [];
  const message = `is before the first day, ${effectiveFrom}`;
  return [{ pointer: '/body/effectiveTo', code: 'before_first_day', message }];
}
