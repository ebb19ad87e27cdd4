import type { PlanMeasure } from '@quyu/incentive-contracts';
import type { Measure } from './history.js';

/** What a plan says of a measure, with what it leaves out filled in. */
export function measureOf(
  payee: Measure['payee'],
  { credit = 'own', of = 'amount', products, territories }: PlanMeasure = {},
  transactions?: 'line' | 'order',
): Measure {
  return {
    payee,
    credit,
    of,
    ...(products ? { products: productsOf(products) } : {}),
    ...(territories ? { territories: sorted(territories) } : {}),
    ...(transactions ? { transactions } : {}),
  };
}

function productsOf({
  codes,
  groups,
  categories,
}: NonNullable<PlanMeasure['products']>): NonNullable<Measure['products']> {
  return {
    ...(codes ? { codes: sorted(codes) } : {}),
    ...(groups ? { groups: sorted(groups) } : {}),
    ...(categories ? { categories: sorted(categories) } : {}),
  };
}

/** Sorted and each once, so that two measures that say the same are one. */
function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].toSorted();
}
