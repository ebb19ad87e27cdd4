import { incentiveApi, type PlanDraft } from '@quyu/incentive-contracts';
import { startTestHost, type TestHost } from '@quyu/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incentive } from '../plugin.js';
import { MAIN_JOB_PLAN } from '../testing/main-job-plan.js';
import { finishJobs, openSmallMarket, SALES, salesFile } from '../testing/small-market.js';

let app: TestHost;
const api = () => app.client(incentiveApi);
const usd = (amount: number) => ({ amount: String(amount), currency: 'USD' });
const run = async () => {
  await finishJobs(app);
  const { jobId } = await api().startRun({ body: { mode: 'full' } });
  return ((await app.finishJob('incentive', jobId)).result as { runId: string }).runId;
};
const resultOf = async (component: string, period: string) => {
  const { items } = await api().listResults({ query: { component, period } });
  return items.find(({ payeeCode }) => payeeCode === 'AW1' || payeeCode === '282')!;
};
const explain = (resultId: string, lang?: 'zh-CN') =>
  api().explainResult({ params: { resultId }, query: lang ? { lang } : {} });
const linesOf = async (resultId: string, limit = 200) => {
  const lines = [];
  let cursor: string | undefined;
  do {
    const page = await api().listResultLines({ params: { resultId }, query: { limit, ...(cursor ? { cursor } : {}) } });
    lines.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor);
  return lines;
}; // prettier-ignore
const PLAN: PlanDraft = {
  ...MAIN_JOB_PLAN,
  components: [
    ...MAIN_JOB_PLAN.components,
    { kind: 'year-end-bonus', code: 'year-end', payee: 'partner', from: '100', rateBp: 100 },
    { kind: 'unit-award', code: 'bikes', payee: 'salesperson', amountPerUnit: '500', measure: { of: 'quantity', products: { codes: ['P2'] } } },
  ],
}; // prettier-ignore

let runs: string[];

beforeAll(async () => {
  app = await startTestHost({ plugins: [incentive] });
  await openSmallMarket(app);
  await api().putPlan({ params: { code: 'channel' }, body: PLAN });
  await api().setQuotas({ body: [{ salespersonCode: '282', period: '2019-Q3', amount: usd(1_000_000) }] });
  await api().importSales({
    query: SALES,
    body: salesFile('SO1,2018-07-01,P1,1,282,1,1000', 'SO2,2019-07-01,P1,1,282,1,90000', 'SO3,2019-08-01,P2,1,282,3,500.25', 'SO4,2019-10-01,P1,2,283,1,40000'),
  });
  const first = await run();
  await api().recordSales({
    body: { source: 'erp', lines: [{ order: 'R', lineId: 'R', date: '2019-11-01', product: 'P1', partner: 'AW1', salesperson: '282', quantity: 0, amount: usd(-1_000_000), returns: 'SO2#P1' }] },
  });
  runs = [first, await run()];
}, 120_000); // prettier-ignore
afterAll(() => app?.stop());

describe('a result', () => {
  it('is explained down to the lines it follows from, of whatever months', async () => {
    const growth = await resultOf('growth-rebate', '2019-Q3');
    const { sentences, looks, result } = await explain(growth.resultId);
    expect(result.amount).toEqual(growth.amount);
    expect(looks).toEqual([
      { credit: 'own', of: 'amount', from: '2019-07', through: '2019-09', lines: 3, counted: '8050025' },
      { credit: 'own', of: 'amount', from: '2018-07', through: '2018-09', lines: 1, counted: '100000' },
    ]);
    expect(sentences).toContain('80,500.25 against 1,000.00 before: at least 120 % of it');
    const lines = await linesOf(growth.resultId);
    expect(lines.map(({ look, lineId, creditedOn, counted }) => [look, lineId, creditedOn, counted])).toEqual([
      [0, 'R', '2019-07-01', '-1000000'],
      [0, 'SO2#P1', '2019-07-01', '9000000'],
      [0, 'SO3#P2', '2019-08-01', '50025'],
      [1, 'SO1#P1', '2018-07-01', '100000'],
    ]);
    expect(await linesOf(growth.resultId, 1)).toEqual(lines);
    expect((await explain(growth.resultId, 'zh-CN')).sentences).toContain('80,500.25,上期 1,000.00:达到其 120 %');
  }); // prettier-ignore

  it.each([
    ['volume-rebate', '2019-Q3', [['amount', 3, '8050025']]],
    ['attainment-bonus', '2019-Q3', [['amount', 3, '8050025']]],
    ['bikes', '2019-Q3', [['quantity', 1, '3']]],
    ['year-end', '2019-Q4', [['amount', 0, '0'], ['amount', 0, '0'], ['amount', 3, '8050025'], ['amount', 0, '0'], ['amount', 3, '8050025']]],
  ] as const)('of %s in %s looks at what it must', async (component, period, expected) => {
    const { resultId } = await resultOf(component, period);
    const { looks } = await explain(resultId);
    expect(looks.map(({ of, lines, counted }) => [of, lines, counted])).toEqual(expected);
  }); // prettier-ignore

  it('that is not there has no explanation', () =>
    expect(explain('0198c0de-0000-7000-8000-000000000001')).rejects.toMatchObject({
      code: 'RESULT_NOT_FOUND',
    }));
});

describe('two runs', () => {
  const compare = (from: string, to: string) => api().compareRuns({ query: { from, to } });

  it('are compared result by result, both ways', async () => {
    const { items, totals } = await compare(runs[0]!, runs[1]!);
    const shown = new Map(items.map((each) => [each.component, [each.before?.amount, each.after?.amount]]));
    expect(shown).toEqual(
      new Map([
        ['growth-rebate', ['45250', '40250']],
        ['volume-rebate', ['98250', '83250']],
        ['year-end', ['90500', '80500']],
      ]),
    );
    expect(totals).toEqual([{ results: 3, before: usd(234_000), after: usd(204_000) }]);
    const back = await compare(runs[1]!, runs[0]!);
    expect(back.totals).toEqual([{ results: 3, before: usd(204_000), after: usd(234_000) }]);
    expect(await compare(runs[1]!, runs[1]!)).toEqual({ items: [], next: null, totals: [] });
  });

  it('must both be there', () =>
    expect(compare(runs[0]!, '0198c0de-0000-7000-8000-000000000001')).rejects.toMatchObject({
      code: 'RUN_NOT_FOUND',
    }));
});
