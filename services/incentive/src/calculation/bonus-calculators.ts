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
import {
  compareFractions,
  type Fraction,
  fractionText,
  multiplyFractions,
  readFraction,
  wholeFraction,
} from './fraction.js';
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
    prorates: component.prorateQuotas === true,
    gather: (look, period) => gatherAttainment(component, look, period),
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
  const quotaDays = factText(facts, 'quotaDays');
  const inputs = {
    attainmentBp: fractionText(attainment),
    payoutBp: fractionText(payout),
    full: fractionText(full),
  };
  return [
    ...sets.map(({ set, weightBp }, index) => ({
      step: 'attainment',
      inputs: {
        set,
        sales: sales[index] ?? '0',
        quota: quotas[index] ?? '',
        weightBp: weightBp.toString(),
        ...(quotaDays === '' ? {} : { quotaDays }),
      },
    })),
    { step: 'payout', inputs, earned: atRate(full, payout) },
  ];
}

function fullBonus({ target, rateBp = WHOLE_BP }: Of<'attainment-bonus'>, quota: string): Fraction {
  return target === undefined
    ? atRate(readFraction(quota), wholeFraction(BigInt(rateBp)))
    : wholeFraction(BigInt(target));
}

/** Quotas as they are attained: where they are prorated, `quotaDays` says by which share of the days. */
function gatherAttainment(
  component: Of<'attainment-bonus'>,
  look: Look,
  { first, months }: PlanPeriod,
): Facts | undefined {
  const sets = quotaSetsOf(component);
  const { days, of } = look.participation(first, months);
  const share = component.prorateQuotas ? `${days}/${of}` : undefined;
  const quotas = sets.flatMap(({ set }) => {
    const quota = look.quota(set, first, months);
    const asked = quota && share ? multiplyFractions(quota, readFraction(share)) : quota;
    return asked && asked.numerator > 0n ? [fractionText(asked)] : [];
  });
  if (quotas.length < sets.length) return undefined;
  const sales = sets.map((_, index) => fractionText(look.sum(index, first, months)));
  return { sales, quotas, ...(share ? { quotaDays: share } : {}) };
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
