import {
  incentiveApi,
  type PlanDraft,
  type SimulatedLine,
  type SimulatedResult,
} from '@quyu/incentive-contracts';
import { startTestHost, type TestHost } from '@quyu/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { incentive } from '../plugin.js';
import { finishJobs, openSmallMarket } from '../testing/small-market.js';

let app: TestHost;
const api = () => app.client(incentiveApi);
const query = (text: string) => app.db('incentive').query(text);
const tiers = [{ from: '0', rateBp: 100 }, { from: '100000', rateBp: 200 }, { from: '300000', rateBp: 300 }]; // prettier-ignore
const person = { payee: 'salesperson' } as const;
const PLAN: PlanDraft = {
  name: 'Everything', currency: 'USD', period: 'month', effectiveFrom: '2019-01-01', effectiveTo: '2019-12-31',
  components: [
    { kind: 'tiered', code: 'month', payee: 'partner', mode: 'marginal', basis: 'period', tiers },
    { kind: 'tiered', code: 'line', payee: 'partner', mode: 'interpolated', basis: 'line', tiers },
    { kind: 'tiered', code: 'order', ...person, mode: 'whole', basis: 'order', tiers },
    { kind: 'tiered', code: 'year', payee: 'partner', mode: 'whole', basis: 'year-to-date', tiers },
    { kind: 'growth-rebate', code: 'growth', payee: 'partner', rateBp: 50, thresholdBp: 10_000, against: 'period-before' },
    { kind: 'unit-award', code: 'bikes', ...person, amountPerUnit: '7', measure: { of: 'quantity', products: { groups: ['Road Bikes'] } } },
    { kind: 'unit-award', code: 'orders', ...person, amountPerUnit: '11', measure: { of: 'orders' } },
    { kind: 'flat', code: 'group', ...person, rateBp: 33, measure: { credit: 'group' } },
    { kind: 'flat', code: 'both', ...person, rateBp: 17, measure: { credit: 'own-and-group', products: { categories: ['Bikes'] } } },
    { kind: 'cap', code: 'cap', amount: '5000', excess: 'later', on: ['month', 'line'] },
    { kind: 'clawback', code: 'back', windowDays: 40 },
  ],
}; // prettier-ignore
const PEOPLE = [
  { code: '282', managerCode: '283' },
  { code: '283', managerCode: '284' },
  { code: '284', managerCode: null },
];
const PRODUCTS = [
  { code: 'P1', group: 'Helmets', category: 'Accessories' },
  { code: 'P2', group: 'Road Bikes', category: 'Bikes' },
];

const usd = (amount: number) => ({ amount: String(amount), currency: 'USD' });
const dayAfter = (day: string, days: number) =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
const code$ = fc.constantFrom('282', '283', '284');
const drawn$ = fc.record({
  month: fc.integer({ min: 1, max: 6 }),
  day: fc.integer({ min: 1, max: 28 }),
  order: fc.constantFrom('A', 'B', 'C'),
  product: fc.constantFrom('P1', 'P2'),
  partner: fc.constantFrom('AW1', 'AW2'),
  salesperson: code$,
  quantity: fc.integer({ min: 1, max: 5 }),
  amount: fc.integer({ min: 0, max: 400_000 }),
  split: fc.option(fc.record({ to: code$, and: code$, bp: fc.integer({ min: 1, max: 9999 }) })),
  back: fc.option(fc.record({ days: fc.nat(90), quantity: fc.nat(5), amount: fc.nat(400_000) })),
});
/** A return that gives nothing back is none: the ledger refuses it. */
const sale$ = drawn$.map((sale) =>
  sale.back?.quantity === 0 && Math.min(sale.back.amount, sale.amount) === 0 ? { ...sale, back: null } : sale,
);

/** A sale and, where some of it comes back, its return. */
function linesOf(sale: typeof sale$ extends fc.Arbitrary<infer T> ? T : never, at: number): SimulatedLine[] {
  const { month, day, split, back, quantity, amount, ...named } = sale;
  const lineId = `L${at}`;
  const date = `2019-0${month}-${String(day).padStart(2, '0')}`;
  const shares = split && split.to !== split.and
    ? { split: [{ salesperson: split.to, shareBp: split.bp }, { salesperson: split.and, shareBp: 10_000 - split.bp }] }
    : {};
  const sold = { ...named, lineId, date, quantity, amount: usd(amount), ...shares };
  if (!back) return [sold];
  const returned = {
    ...named, lineId: `R${at}`, date: dayAfter(date, back.days), returns: lineId, quantity: -Math.min(quantity, back.quantity) || 0,
    amount: usd(-Math.min(amount, back.amount) || 0),
  };
  return [sold, returned];
} // prettier-ignore

const comparable = (results: readonly Omit<SimulatedResult, 'trace'>[]) =>
  results
    .map(({ payeeKind, payeeCode, component, period, amount }) => `${payeeKind} ${payeeCode} ${component} ${period} ${amount.amount}`)
    .toSorted(); // prettier-ignore

async function calculateStored(lines: readonly SimulatedLine[]): Promise<string[]> {
  for (const table of ['line_split', 'sale', 'partner_quarter', 'partner_quarter_seller', 'result_version', 'calculated_plan', 'dirty_payee'])
    await query(`delete from ${table}`);
  const stored = lines.map(({ split: _split, overlays: _overlays, salesperson = '', ...line }) => ({ ...line, salesperson }));
  const { accepted } = await api().recordSales({ body: { source: 'erp', lines: stored } });
  expect(accepted).toBe(lines.length);
  for (const { lineId = '', split } of lines)
    if (split) await api().splitSale({ params: { source: 'erp', lineId }, body: { split } });
  await finishJobs(app);
  const { jobId } = await api().startRun({ body: { mode: 'full', through: '2019-12-31' } });
  await app.finishJob('incentive', jobId);
  const found: Omit<SimulatedResult, 'trace'>[] = [];
  let cursor: string | undefined;
  do {
    const page = await api().listResults({ query: { limit: 200, ...(cursor === undefined ? {} : { cursor }) } });
    found.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return comparable(found);
} // prettier-ignore

beforeAll(async () => {
  app = await startTestHost({ plugins: [incentive] });
  await openSmallMarket(app);
  await query(`insert into salesperson (code, name) values ('284', 'Person 284')`);
  await query('delete from salesperson_manager');
  await query(`insert into salesperson_manager (code, valid_from, manager_code, version) values
    ('282', '2019-01-01', '283', 1), ('283', '2019-01-01', '284', 1)`);
  await api().putPlan({ params: { code: 'everything' }, body: PLAN });
});
afterAll(() => app?.stop());

it('a run comes to what a simulation of the same lines comes to, whatever they are', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(sale$, { minLength: 1, maxLength: 12 }), async (sales) => {
      const lines = sales.flatMap(linesOf);
      const { results } = await api().simulate({
        body: { plan: PLAN, lines, people: PEOPLE, products: PRODUCTS, through: '2019-12-31' },
      });
      expect(await calculateStored(lines)).toEqual(comparable(results));
    }),
    { numRuns: 12 },
  );
}, 120_000);
