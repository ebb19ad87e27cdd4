import {
  type Calculator,
  compareFractions,
  factList,
  fractionText,
  multiplyFractions,
  readFraction,
  sumFractions,
  wholeFraction,
} from '@quyu/incentive/extension-points';
import type { Mix } from './mix-settings.js';

/** One measure a group; enough of them at the minimum, and the rate is on their sum. */
export function mixCalculator({ payee, groups, atLeast, minimum, rateBp }: Mix): Calculator {
  const least = wholeFraction(minimum);
  return {
    payee,
    measures: groups.map((group) => ({ payee, credit: 'own', of: 'amount', products: { groups: [group] } })),
    gather: (look, { first, months }) => ({
      sales: groups.map((_, index) => fractionText(look.sum(index, first, months))),
    }),
    explain: (facts) => {
      const sales = factList(facts, 'sales').map(readFraction);
      const sold = sales.filter(({ numerator }, index) => numerator > 0n && compareFractions(sales[index]!, least) >= 0);
      const found = groups.map((group, index) => ({
        step: 'group',
        inputs: { group, sales: factList(facts, 'sales')[index] ?? '0' },
      }));
      const inputs = { sold: String(sold.length), atLeast: String(atLeast), rateBp: rateBp.toString() };
      if (sold.length < atLeast) return [...found, { step: 'mix-too-narrow', inputs }];
      const rate = { numerator: rateBp, denominator: 10_000n };
      return [...found, { step: 'mix-reached', inputs, earned: multiplyFractions(sumFractions(sales), rate) }];
    },
  };
} // prettier-ignore
