import type { Component, Plan } from '@quyu/incentive-contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CreditedLine, historyOfLines, type KnownPayee } from '../simulations/history-of-lines.js';
import { calculatePayee, compilePlan, explainResult } from './calculate.js';
import { addFractions, NOTHING, readFraction, roundFraction, wholeFraction } from './fraction.js';

const THROUGH = 2020 * 12 + 11;
const PAYEE: KnownPayee = { kind: 'partner', code: 'P1' };
const plan = (components: readonly Component[], changes: Partial<Plan> = {}): Plan => ({
  code: 'plan', version: 1, name: 'Plan', currency: 'USD', period: 'month',
  effectiveFrom: '2019-01-01', effectiveTo: '2020-12-31', components: [...components], ...changes,
}); // prettier-ignore
const calculate = (of: Plan, lines: readonly CreditedLine[], payee = PAYEE) => {
  const compiled = compilePlan(of, new Map());
  return calculatePayee(compiled, historyOfLines(payee, compiled.measures, lines), THROUGH);
};

interface SimpleSale {
  readonly month: number;
  readonly order: number;
  readonly amount: bigint;
  readonly returned: bigint;
}
/** A sale, and a return of a part of it two months later. */
const linesOf = (sales: readonly SimpleSale[]): CreditedLine[] =>
  sales.flatMap(({ month, order, amount, returned }, index) => {
    const soldOn = `${2019 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-15`;
    const rest = { order: `O${order}-${month}`, credit: 'own', product: { code: '1', group: 'g', category: 'c' }, territories: [] } as const;
    const sale = { ...rest, line: `L${index}`, soldOn, amount: wholeFraction(amount), quantity: wholeFraction(2n) };
    const back = { ...rest, line: `R${index}`, soldOn: '2021-01-01', amount: wholeFraction(-returned), quantity: wholeFraction(returned === amount ? -2n : 0n) };
    return returned > 0n ? [sale, { ...back, returns: { line: sale.line, soldOn } }] : [sale];
  }); // prettier-ignore
const sale$ = fc
  .record({
    month: fc.nat(23),
    order: fc.nat(2),
    amount: fc.bigInt({ min: 1n, max: 1_000_000n }),
    part: fc.nat(4),
  })
  .map(({ part, ...sale }) => ({ ...sale, returned: part > 2 ? sale.amount / BigInt(part - 2) : 0n }));
const sales$ = fc.array(sale$, { maxLength: 25 });

const TIERS = [[0, 100], [100_000, 200], [300_000, 300], [800_000, 500]] as const; // prettier-ignore
const tiers = TIERS.map(([from, rateBp]) => ({ from: String(from), rateBp }));
const common = { code: 'x', payee: 'partner' } as const;
const tiered = (mode: 'marginal' | 'whole' | 'interpolated', basis: 'line' | 'order' | 'period' | 'year-to-date' | 'year'): Component =>
  ({ kind: 'tiered', ...common, mode, basis, tiers }); // prettier-ignore

/* The reference calculator: numbers, loops and nothing of the engine. Amounts are small enough to be exact. */
const referenceTier = (mode: string, amount: number): bigint => {
  if (amount <= 0) return 0n;
  let at = 0;
  while (at + 1 < TIERS.length && TIERS[at + 1]![0] <= amount) at += 1;
  if (mode === 'whole') return BigInt(amount * TIERS[at]![1]);
  let sum = 0;
  for (let tier = 0; tier <= at; tier += 1) {
    const top = tier < at ? TIERS[tier + 1]![0] : amount;
    sum += (top - TIERS[tier]![0]) * TIERS[tier]![1];
  }
  return BigInt(sum);
};
const cents = (tenThousandths: bigint): bigint => (tenThousandths + 5000n) / 10_000n;
const net = ({ amount, returned }: SimpleSale): number => Number(amount - returned);
const inMonth = (sales: readonly SimpleSale[], month: number) => sales.filter((sale) => sale.month === month);
const sumOf = (sales: readonly SimpleSale[]): number => sales.reduce((sum, sale) => sum + net(sale), 0);
const upTo = (sales: readonly SimpleSale[], month: number) =>
  sales.filter((sale) => sale.month <= month && Math.floor(sale.month / 12) === Math.floor(month / 12));

const reference: Record<string, (mode: string, sales: readonly SimpleSale[], month: number) => bigint> = {
  line: (mode, sales, month) =>
    cents(inMonth(sales, month).reduce((sum, sale) => sum + referenceTier(mode, net(sale)), 0n)),
  order: (mode, sales, month) => {
    const orders = new Map<number, number>();
    for (const sale of inMonth(sales, month))
      orders.set(sale.order, (orders.get(sale.order) ?? 0) + net(sale));
    return cents([...orders.values()].reduce((sum, order) => sum + referenceTier(mode, order), 0n));
  },
  period: (mode, sales, month) => cents(referenceTier(mode, sumOf(inMonth(sales, month)))),
  'year-to-date': (mode, sales, month) =>
    cents(referenceTier(mode, sumOf(upTo(sales, month)))) -
    (month % 12 === 0 ? 0n : cents(referenceTier(mode, sumOf(upTo(sales, month - 1))))),
  year: (mode, sales, month) =>
    month % 12 === 11 ? cents(referenceTier(mode, sumOf(upTo(sales, month)))) : 0n,
};
const amountsByMonth = (results: ReturnType<typeof calculate>, component = 'x'): bigint[] =>
  Array.from({ length: 24 }, (_, month) => {
    const name = `${2019 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
    return results.find((each) => each.period === name && each.component === component)?.amount ?? 0n;
  });
const months = Array.from({ length: 24 }, (_, month) => month);
const RUNS = { numRuns: 300 };

describe('the engine and a calculator that shares nothing with it', () => {
  it.each(['line', 'order', 'period', 'year-to-date', 'year'] as const)(
    'agree on marginal and whole tiers by %s',
    (basis) => {
      for (const mode of ['marginal', 'whole'] as const)
        fc.assert(
          fc.property(sales$, (sales) => {
            const given = amountsByMonth(calculate(plan([tiered(mode, basis)]), linesOf(sales)));
            expect(given).toEqual(months.map((month) => reference[basis]!(mode, sales, month)));
          }),
          RUNS,
        );
    },
  );

  it('agree on a flat rate, units with a limit, and growth', () => {
    const components: Component[] = [
      { kind: 'flat', ...common, rateBp: 123 },
      { kind: 'unit-award', code: 'units', payee: 'partner', amountPerUnit: '7', limitUnits: 3 },
      { kind: 'growth-rebate', code: 'growth', payee: 'partner', rateBp: 50, thresholdBp: 12_000 },
    ];
    fc.assert(
      fc.property(sales$, (sales) => {
        const results = calculate(plan(components), linesOf(sales));
        const sums = months.map((month) => sumOf(inMonth(sales, month)));
        expect(amountsByMonth(results)).toEqual(sums.map((sum) => cents(BigInt(sum * 123))));
        const units = months.map((month) => inMonth(sales, month).filter((sale) => net(sale) > 0).length * 2);
        expect(amountsByMonth(results, 'units')).toEqual(
          units.map((count) => BigInt(Math.min(count, 3) * 7)),
        );
        const grown = sums.map((sum, month) => {
          const prior = month < 12 ? 0 : sums[month - 12]!;
          return prior > 0 && sum * 10 >= prior * 12 ? cents(BigInt(sum * 50)) : 0n;
        });
        expect(amountsByMonth(results, 'growth')).toEqual(grown);
      }),
      RUNS,
    );
  });
});

describe('laws of the calculation', () => {
  const everything = plan([
    tiered('interpolated', 'year-to-date'),
    { kind: 'flat', code: 'flat', payee: 'partner', rateBp: 321, prorated: true },
    { kind: 'holdback', code: 'kept', shareBp: 1000, release: { when: 'after-periods', periods: 2 } },
    { kind: 'cap', code: 'cap', amount: '9000', excess: 'later' },
    { kind: 'draw', code: 'draw', payee: 'partner', amount: '100', type: 'guarantee', recoverable: true },
    { kind: 'clawback', code: 'back' },
  ]);
  const half: KnownPayee = { ...PAYEE, participation: () => ({ days: 10, of: 31 }) };

  it('the order of lines does not matter, and calculating again changes nothing', () => {
    fc.assert(
      fc.property(sales$, (sales) => {
        const lines = linesOf(sales);
        const given = calculate(everything, lines, half);
        expect(calculate(everything, lines.toReversed(), half)).toEqual(given);
        expect(calculate(everything, lines, half)).toEqual(given);
      }),
      RUNS,
    );
  });

  it('a sale and its full return give what there was without them', () => {
    fc.assert(
      fc.property(sales$, sale$, (sales, sale) => {
        const undone = { ...sale, returned: sale.amount, order: 7 };
        const amounts = (of: readonly SimpleSale[]) => calculate(everything, linesOf(of), half).map(({ component, period, amount }) => [component, period, amount]); // prettier-ignore
        expect(amounts([...sales, undone])).toEqual(amounts(sales));
      }),
      RUNS,
    );
  });

  it('the parts that explain a result sum to its amount, rounded once', () => {
    const compiled = compilePlan(everything, new Map());
    fc.assert(
      fc.property(sales$, (sales) => {
        for (const result of calculate(everything, linesOf(sales), half)) {
          const steps = explainResult(compiled, { ...result, currency: 'USD' });
          const parts = steps.map(({ inputs }) => readFraction(inputs['earned'] ?? '0'));
          expect(roundFraction(parts.reduce(addFractions, NOTHING))).toBe(result.amount);
          expect(steps.at(-1)!.amount).toEqual({ amount: result.amount.toString(), currency: 'USD' });
        }
      }),
      RUNS,
    );
  });

  it('a guarantee that is recoverable pays out at least itself, whatever was withheld', () => {
    fc.assert(
      fc.property(sales$, (sales) => {
        const results = calculate(everything, linesOf(sales), half);
        for (const [, of] of Map.groupBy(results, ({ period }) => period))
          expect(of.reduce((sum, { amount }) => sum + amount, 0n) >= 0n).toBe(true);
      }),
      RUNS,
    );
  });
});
