import type { EarningComponent } from '@quyu/incentive-contracts';
import { attainmentBp, payoutBp } from './attainment.js';
import {
  type Calculator,
  factList,
  type Facts,
  factText,
  type Look,
  type Part,
  type PlanPeriod,
} from './calculator.js';
import { compareFractions, type Fraction, fractionText, readFraction, wholeFraction } from './fraction.js';
import { measureOf } from './measure-of.js';
import { endsYear } from './sales-calculators.js';
import { atRate } from './tiers.js';

type Of<K extends EarningComponent['kind']> = Extract<EarningComponent, { readonly kind: K }>;

const WHOLE_BP = 10_000;

/** The quota sets of an attainment bonus: "sales" alone unless it names others. */
function quotaSetsOf({ quotas }: Of<'attainment-bonus'>): NonNullable<Of<'attainment-bonus'>['quotas']> {
  return quotas ?? [{ set: 'sales', weightBp: WHOLE_BP }];
}

/** A rate on the quota, or a target, times the payout of the attainment. Without every quota nothing is earned. */
export function attainmentBonusOf(component: Of<'attainment-bonus'>): Calculator {
  const { payee, measure } = component;
  const sets = quotaSetsOf(component);
  const names = sets.map(({ set }) => set);
  return {
    payee,
    measures: sets.map((set) => measureOf(payee, set.measure ?? measure)),
    quotaSets: names,
    gather: (look, period) => gatherAttainment(names, look, period),
    explain: (facts) => explainAttainment(component, facts),
  };
}

function explainAttainment(component: Of<'attainment-bonus'>, facts: Facts): readonly Part[] {
  const sets = quotaSetsOf(component);
  const [sales, quotas] = [factList(facts, 'sales'), factList(facts, 'quotas')];
  const attained = sets.map(({ weightBp }, index) => ({
    sales: readFraction(sales[index] ?? '0'),
    quota: readFraction(quotas[index] ?? '1'),
    weightBp: BigInt(weightBp),
  }));
  const curve = component.curve.map((corner) => ({
    attainmentBp: BigInt(corner.attainmentBp),
    payoutBp: BigInt(corner.payoutBp),
  }));
  const attainment = attainmentBp(attained);
  const payout = payoutBp(attainment, curve);
  const full = fullBonus(component, quotas[0] ?? '0');
  const inputs = {
    attainmentBp: fractionText(attainment),
    payoutBp: fractionText(payout),
    full: fractionText(full),
  };
  return [
    ...sets.map(({ set, weightBp }, index) => ({
      step: 'attainment',
      inputs: { set, sales: sales[index] ?? '0', quota: quotas[index] ?? '', weightBp: weightBp.toString() },
    })),
    { step: 'payout', inputs, earned: atRate(full, payout) },
  ];
}

function fullBonus({ target, rateBp = WHOLE_BP }: Of<'attainment-bonus'>, quota: string): Fraction {
  return target === undefined
    ? atRate(readFraction(quota), wholeFraction(BigInt(rateBp)))
    : wholeFraction(BigInt(target));
}

function gatherAttainment(
  sets: readonly string[],
  look: Look,
  { first, months }: PlanPeriod,
): Facts | undefined {
  const quotas = sets.map((set) => look.quota(set, first, months));
  const known = quotas.flatMap((quota) => (quota && quota.numerator > 0n ? [fractionText(quota)] : []));
  if (known.length < sets.length) return undefined;
  return { sales: sets.map((_, index) => fractionText(look.sum(index, first, months))), quotas: known };
}

/** In the last period of a year, on the sales of the year. */
export function yearEndBonusOf(component: Of<'year-end-bonus'>): Calculator {
  const { payee, measure } = component;
  return {
    payee,
    measures: [measureOf(payee, measure)],
    gather: (look, period) => {
      if (!endsYear(period)) return undefined;
      const { first, months, yearFirst } = period;
      const count = (first + months - yearFirst) / months;
      const sums = Array.from({ length: count }, (_, index) =>
        look.sum(0, yearFirst + index * months, months),
      );
      return {
        sales: fractionText(look.sum(0, yearFirst, first + months - yearFirst)),
        periods: sums.map(fractionText),
      };
    },
    explain: (facts) => explainYearEnd(component, facts),
  };
}

function explainYearEnd(
  { from, everyPeriodFrom = '0', rateBp = 0, amount }: Of<'year-end-bonus'>,
  facts: Facts,
): readonly Part[] {
  const sales = factText(facts, 'sales');
  const least = readFraction(everyPeriodFrom);
  const reached = compareFractions(readFraction(sales), readFraction(from)) >= 0;
  const steady = factList(facts, 'periods').every((sum) => compareFractions(readFraction(sum), least) >= 0);
  const inputs = { sales, from, everyPeriodFrom };
  if (!reached || !steady) return [{ step: reached ? 'a-period-too-low' : 'year-too-low', inputs }];
  const earned =
    amount === undefined ? atRate(readFraction(sales), wholeFraction(BigInt(rateBp))) : readFraction(amount);
  return [{ step: 'year-reached', inputs: { ...inputs, rateBp: rateBp.toString() }, earned }];
}
