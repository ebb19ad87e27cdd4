import type { ScoreFact } from '@quyu/feedback-contracts';
import { decimalOf } from '@quyu/plugin-kit';
import type { YearFacts } from '../facts/facts.js';
import { decimalText, fraction, type Fraction } from './fraction.js';

/** How partners are ranked by a fact. */
export interface Measure {
  /** Whether a partner has the fact at all; one that has not is not ranked. */
  readonly has: (facts: YearFacts) => boolean;
  readonly compare: (a: YearFacts, b: YearFacts) => number;
  /** The value, for show. */
  readonly show: (facts: YearFacts) => string;
}

const always = (): boolean => true;

/** Growth is compared as a product, a/b < c/d as a*d < c*b, so that no quotient is rounded. */
export const measures: Readonly<Record<ScoreFact, Measure>> = {
  sales: {
    has: always,
    compare: (a, b) => compareWhole(a.sales, b.sales),
    show: ({ sales }) => decimalOf(sales),
  },
  growth: {
    has: hasYearBefore,
    compare: (a, b) => compareWhole(a.sales * b.salesBefore, b.sales * a.salesBefore),
    show: (facts) => decimalText(salesRatio(facts), 4),
  },
  orders: {
    has: always,
    compare: (a, b) => a.orders - b.orders,
    show: ({ orders }) => String(orders),
  },
  'product-groups': {
    has: always,
    compare: (a, b) => a.productGroups - b.productGroups,
    show: ({ productGroups }) => String(productGroups),
  },
};

/** Whether there are sales of the year before to grow from. */
export function hasYearBefore({ salesBefore }: YearFacts): boolean {
  return salesBefore > 0n;
}

/** This year's sales as a share of the year before's. @throws RangeError when there were none. */
export function salesRatio({ sales, salesBefore }: YearFacts): Fraction {
  return fraction(sales, salesBefore);
}

function compareWhole(a: bigint, b: bigint): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
