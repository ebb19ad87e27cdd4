import type { Component, Plan } from '@quyu/incentive-contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CreditedLine, historyOfLines, type KnownPayee } from '../simulations/history-of-lines.js';
import { calculatePayee, compilePlan } from './calculate.js';
import { wholeFraction } from './fraction.js';

/* Two years of months, what was sold in each, and what a component earns in each by another way of calculating. */
const FIRST = 2019 * 12;
const MONTHS = Array.from({ length: 24 }, (_, month) => month);
const QUOTA = 700_001n;
const product = { code: '1', group: 'g', category: 'c' };
const PAYEE: KnownPayee = {
  kind: 'partner',
  code: 'P1',
  quotas: new Map([['sales', new Map(MONTHS.map((month) => [FIRST + month, wholeFraction(QUOTA)]))]]),
};
const planOf = (components: readonly Component[]): Plan => ({
  code: 'plan',
  version: 1,
  name: 'Plan',
  currency: 'USD',
  period: 'month',
  effectiveFrom: '2019-01-01',
  effectiveTo: '2020-12-31',
  components: [...components],
});
const lineOf = (amount: bigint, month: number): CreditedLine => ({
  line: `L${month}`,
  order: `O${month}`,
  soldOn: `${2019 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-15`,
  credit: 'own',
  amount: wholeFraction(amount),
  quantity: wholeFraction(1n),
  product,
  territories: [],
});
/** What a component of the plan gives, month by month. */
const paidBy = (
  code: string,
  components: readonly Component[],
  sold: readonly bigint[],
  payee: KnownPayee = PAYEE,
): bigint[] => {
  const compiled = compilePlan(planOf(components), new Map());
  const history = historyOfLines(payee, compiled.measures, sold.map(lineOf));
  const results = calculatePayee(compiled, history, FIRST + 23).filter(({ component }) => component === code);
  const monthOf = (day: string): number =>
    (Number(day.slice(0, 4)) - 2019) * 12 + Number(day.slice(5, 7)) - 1;
  const paid = new Map(results.map(({ periodEnd, amount }) => [monthOf(periodEnd), amount]));
  return MONTHS.map((month) => paid.get(month) ?? 0n);
};
const halfUp = (numerator: bigint, denominator: bigint): bigint =>
  (2n * numerator + denominator) / (2n * denominator);
const sold$ = fc.array(fc.bigInt({ min: 0n, max: 1_200_000n }), { minLength: 24, maxLength: 24 });
const common = { code: 'x', payee: 'partner' } as const;

const TIERS = [[0n, 100n], [100_000n, 200n], [300_000n, 300n], [800_000n, 500n]] as const; // prettier-ignore
const interpolated: Component = {
  ...common,
  kind: 'tiered',
  mode: 'interpolated',
  basis: 'period',
  tiers: TIERS.map(([from, rateBp]) => ({ from: String(from), rateBp: Number(rateBp) })),
};
const interpolatedReference = (amount: bigint): bigint => {
  for (const [index, [to, upper]] of TIERS.entries()) {
    if (index === 0 || amount >= to) continue;
    const [from, lower] = TIERS[index - 1]!;
    return halfUp(amount * (lower * (to - amount) + upper * (amount - from)), (to - from) * 10_000n);
  }
  return halfUp(amount * 500n, 10_000n);
};

const CURVE = [[8_000n, 5_000n], [10_000n, 10_000n], [12_000n, 15_000n]] as const; // prettier-ignore
const attainment: Component = {
  ...common,
  kind: 'attainment-bonus',
  target: '33333',
  curve: CURVE.map(([at, payout]) => ({ attainmentBp: Number(at), payoutBp: Number(payout) })),
};
/** Of this curve only: its two pieces are one line, so the payout is 2.5 times the attainment less 15,000. */
const attainmentReference = (amount: bigint): bigint => {
  const reached = amount * 10_000n;
  if (reached < 8_000n * QUOTA) return 0n;
  const most = reached < 12_000n * QUOTA ? reached : 12_000n * QUOTA;
  return halfUp(33_333n * (5n * most - 30_000n * QUOTA), 2n * QUOTA * 10_000n);
};

describe('the engine agrees with a reference on', () => {
  it('interpolated tiers', () => {
    fc.assert(
      fc.property(sold$, (sold) => {
        expect(paidBy('x', [interpolated], sold)).toEqual(sold.map(interpolatedReference));
      }),
    );
  });

  it('bonuses by attainment', () => {
    fc.assert(
      fc.property(sold$, (sold) => {
        expect(paidBy('x', [attainment], sold)).toEqual(sold.map(attainmentReference));
      }),
    );
  });

  it('bonuses of those who took part for some of the days', () => {
    const days$ = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 24, maxLength: 24 });
    const prorated: Component = { ...attainment, prorated: true, prorateQuotas: true };
    fc.assert(
      fc.property(sold$, days$, (sold, days) => {
        const participation = (first: number) => ({ days: days[first - FIRST]!, of: 30 });
        const expected = sold.map((amount, month) => {
          const took = BigInt(days[month]!);
          // Both the quota and the target are those of the days.
          const quota = QUOTA * took;
          const reached = amount * 30n * 10_000n;
          if (took === 0n || reached < 8_000n * quota) return 0n;
          const most = reached < 12_000n * quota ? reached : 12_000n * quota;
          return halfUp(33_333n * took * (5n * most - 30_000n * quota), 2n * quota * 10_000n * 30n);
        });
        expect(paidBy('x', [prorated], sold, { ...PAYEE, participation })).toEqual(expected);
      }),
    );
  });

  it('rebates of who joined within a month, as the fact says', () => {
    const flat: Component = { ...common, kind: 'flat', rateBp: 1_000, prorated: true };
    const facts = new Map([['participation', [{ from: '2019-02-15', value: 'yes' }]]]);
    const paid = paidBy('x', [flat], MONTHS.map(() => 28_000n), { ...PAYEE, facts }); // prettier-ignore
    expect(paid.slice(0, 3)).toEqual([0n, 1_400n, 2_800n]);
  });

  it('growth over the period before', () => {
    const growth: Component = { ...common, kind: 'growth-rebate', rateBp: 130, thresholdBp: 11_000, against: 'period-before' }; // prettier-ignore
    fc.assert(
      fc.property(sold$, (sold) => {
        const expected = sold.map((now, month) => {
          const before = sold[month - 1] ?? 0n;
          return before > 0n && now * 10n >= before * 11n ? halfUp(now * 130n, 10_000n) : 0n;
        });
        expect(paidBy('x', [growth], sold)).toEqual(expected);
      }),
    );
  });

  it('bonuses at the end of the year', () => {
    const yearEnd: Component = { ...common, kind: 'year-end-bonus', from: '6000000', everyPeriodFrom: '20000', rateBp: 70 }; // prettier-ignore
    fc.assert(
      fc.property(sold$, (sold) => {
        const expected = sold.map((_, month) => {
          if (month % 12 !== 11) return 0n;
          const year = sold.slice(month - 11, month + 1);
          const sum = year.reduce((total, each) => total + each, 0n);
          const steady = year.every((each) => each >= 20_000n);
          return sum >= 6_000_000n && steady ? halfUp(sum * 70n, 10_000n) : 0n;
        });
        expect(paidBy('x', [yearEnd], sold)).toEqual(expected);
      }),
    );
  });

  it.each<[string, Component, (earned: bigint, waiting: bigint) => bigint]>([
    ['caps that pay later', { kind: 'cap', code: 'm', amount: '9000', excess: 'later' }, (_, due) => (due > 9000n ? 9000n : due)],
    ['floors that pay later', { kind: 'floor', code: 'm', amount: '15000', below: 'later' }, (_, due) => (due < 15_000n ? 0n : due)],
    ['guarantees', { kind: 'draw', code: 'm', payee: 'partner', amount: '12000', type: 'guarantee', recoverable: false }, (earned) => (earned > 12_000n ? earned : 12_000n)],
  ])('%s', (_, modifier, pay) => {
    fc.assert(
      fc.property(sold$, (sold) => {
        let [earnedSoFar, paidSoFar] = [0n, 0n];
        const expected = sold.map(interpolatedReference).map((earned) => {
          earnedSoFar += earned;
          const paid = pay(earned, earnedSoFar - paidSoFar);
          paidSoFar += paid;
          return paid - earned;
        });
        expect(paidBy('m', [interpolated, modifier], sold)).toEqual(expected);
      }),
    );
  }); // prettier-ignore

  it('holdbacks', () => {
    const holdback: Component = { kind: 'holdback', code: 'm', shareBp: 2_500, release: { when: 'after-periods', periods: 2 } }; // prettier-ignore
    fc.assert(
      fc.property(sold$, (sold) => {
        const shares = sold.map((amount) => halfUp(interpolatedReference(amount), 4n));
        const expected = shares.map((share, month) => (shares[month - 2] ?? 0n) - share);
        expect(paidBy('m', [interpolated, holdback], sold)).toEqual(expected);
      }),
    );
  });
});
