import type { EarningComponent } from '@quyu/incentive-contracts';
import {
  type Calculator,
  type Facts,
  factList,
  factText,
  type Look,
  type Part,
  type PlanPeriod,
} from './calculator.js';
import {
  addFractions,
  compareFractions,
  type Fraction,
  fractionText,
  multiplyFractions,
  readFraction,
  roundFraction,
  subtractFractions,
  wholeFraction,
} from './fraction.js';
import { measureOf } from './measure-of.js';
import { atRate, earnByTiers, earnedBy, type RateTier, slicesOf } from './tiers.js';

type Of<K extends EarningComponent['kind']> = Extract<EarningComponent, { readonly kind: K }>;

/** One rate on all sales of the period. */
export function flatOf({ payee, measure, rateBp }: Of<'flat'>): Calculator {
  return {
    payee,
    measures: [measureOf(payee, measure)],
    gather: (look, { first, months }) => ({ sales: fractionText(look.sum(0, first, months)) }),
    explain: (facts) => [ratePart(factText(facts, 'sales'), BigInt(rateBp))],
  };
}

function ratePart(sales: string, rateBp: bigint): Part {
  const earned = atRate(readFraction(sales), wholeFraction(rateBp));
  return { step: 'rate', inputs: { sales, rateBp: rateBp.toString() }, earned };
}

/** Rates by how much was sold, on what the component's basis says. */
export function tieredOf(component: Of<'tiered'>): Calculator {
  const { payee, measure, mode, basis } = component;
  const tiers = component.tiers.map(({ from, rateBp }) => ({ from: BigInt(from), rateBp: BigInt(rateBp) }));
  const single = basis === 'line' || basis === 'order' ? basis : undefined;
  const partsOf = (amount: Fraction): readonly Part[] => tierParts(mode, amount, tiers);
  return {
    payee,
    measures: [measureOf(payee, measure, single)],
    gather: (look, period) => gatherTiered(basis, look, period),
    explain: (facts) => {
      if (single) return factList(facts, 'transactions').flatMap((each) => partsOf(readFraction(each)));
      const sales = readFraction(factText(facts, 'sales'));
      if (basis !== 'year-to-date')
        return [{ step: 'sales', inputs: { sales: fractionText(sales) } }, ...partsOf(sales)];
      return toDateParts(sales, readFraction(factText(facts, 'before')), (amount) =>
        earnByTiers(mode, amount, tiers),
      );
    },
  };
}

function gatherTiered(basis: Of<'tiered'>['basis'], look: Look, period: PlanPeriod): Facts | undefined {
  const { first, months, yearFirst } = period;
  switch (basis) {
    case 'line':
    case 'order':
      return { transactions: look.transactions(0, first, months).map(fractionText) };
    case 'period':
      return { sales: fractionText(look.sum(0, first, months)) };
    case 'year-to-date': {
      const before = look.sum(0, yearFirst, first - yearFirst);
      return {
        sales: fractionText(addFractions(before, look.sum(0, first, months))),
        before: fractionText(before),
      };
    }
    case 'year':
      return endsYear(period)
        ? { sales: fractionText(look.sum(0, yearFirst, first + months - yearFirst)) }
        : undefined;
  }
}

/** Rounded for itself, so that the periods of a year sum to what the year earns, rounded once. */
function toDateParts(
  sales: Fraction,
  before: Fraction,
  earn: (amount: Fraction) => Fraction,
): readonly Part[] {
  const rounded = (amount: Fraction): Fraction => wholeFraction(roundFraction(earn(amount)));
  return [
    { step: 'year-to-date', inputs: { sales: fractionText(sales) }, earned: rounded(sales) },
    {
      step: 'earned-before',
      inputs: { sales: fractionText(before) },
      earned: subtractFractions(wholeFraction(0n), rounded(before)),
    },
  ];
}

function tierParts(
  mode: Of<'tiered'>['mode'],
  amount: Fraction,
  tiers: readonly RateTier[],
): readonly Part[] {
  return slicesOf(mode, amount, tiers).map((slice) => ({
    step: 'tier',
    inputs: {
      from: slice.from.toString(),
      rateBp: fractionText(slice.rateBp),
      slice: fractionText(slice.slice),
    },
    earned: earnedBy(slice),
  }));
}

export function endsYear({ first, months }: PlanPeriod): boolean {
  return (first + months) % 12 === 0;
}

/** An amount a unit sold. */
export function unitAwardOf({ payee, measure, amountPerUnit, limitUnits }: Of<'unit-award'>): Calculator {
  const each = wholeFraction(BigInt(amountPerUnit));
  return {
    payee,
    measures: [measureOf(payee, { ...measure, of: measure?.of ?? 'quantity' })],
    gather: (look, { first, months }) => ({ units: fractionText(look.sum(0, first, months)) }),
    explain: (facts) => {
      const units = readFraction(factText(facts, 'units'));
      const limit = limitUnits === undefined ? undefined : wholeFraction(BigInt(limitUnits));
      const counted = limit && compareFractions(units, limit) > 0 ? limit : units;
      const inputs = { units: fractionText(units), counted: fractionText(counted), amountPerUnit };
      return [{ step: 'units', inputs, earned: multiplyFractions(counted, each) }];
    },
  };
}

/** A rate on sales where they grew enough; there must have been any before. */
export function growthRebateOf(component: Of<'growth-rebate'>): Calculator {
  const { payee, measure, rateBp, thresholdBp, against = 'year-before' } = component;
  return {
    payee,
    measures: [measureOf(payee, measure)],
    gather: (look, { first, months }) => ({
      sales: fractionText(look.sum(0, first, months)),
      priorSales: fractionText(look.sum(0, first - (against === 'year-before' ? 12 : months), months)),
    }),
    explain: (facts) => {
      const [sales, prior] = [factText(facts, 'sales'), factText(facts, 'priorSales')];
      const grown = hasGrown(readFraction(sales), readFraction(prior), BigInt(thresholdBp));
      const inputs = { sales, priorSales: prior, thresholdBp: thresholdBp.toString() };
      const compared = { step: grown ? 'grown' : 'not-grown', inputs };
      return grown ? [compared, ratePart(sales, BigInt(rateBp))] : [compared];
    },
  };
}

function hasGrown(sales: Fraction, prior: Fraction, thresholdBp: bigint): boolean {
  if (sales.numerator <= 0n || prior.numerator <= 0n) return false;
  return compareFractions(sales, atRate(prior, wholeFraction(thresholdBp))) >= 0;
}
