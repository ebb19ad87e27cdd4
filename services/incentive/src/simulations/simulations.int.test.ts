import { readFile } from 'node:fs/promises';
import { incentiveApi, type Simulation } from '@quyu/incentive-contracts';
import { Problem } from '@quyu/plugin-kit';
import { startTestHost, type TestHost } from '@quyu/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scopes } from '../db/scopes.js';
import { incentive } from '../plugin.js';
import { MAIN_JOB_PLAN } from '../testing/main-job-plan.js';
import { openSmallMarket, SALES, salesFile } from '../testing/small-market.js';

let app: TestHost;
const api = () => app.client(incentiveApi);
const usd = (amount: string) => ({ amount, currency: 'USD' });
const line = (order: string, date: string, amount: string, over = {}) => ({
  order, date, product: 'P1', partner: 'AW1', salesperson: '282', quantity: 1, amount: usd(amount), ...over,
}); // prettier-ignore
const simulate = (over: Partial<Simulation>) =>
  api().simulate({ body: { plan: MAIN_JOB_PLAN, lines: [], ...over } });
const faultsOf = async (over: Partial<Simulation>) => {
  const error = await simulate(over).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Problem);
  const { code, details } = error as { code: string; details: { errors: { pointer: string; code: string }[] } };
  return [code, ...details.errors.map((each) => `${each.pointer} ${each.code}`)];
}; // prettier-ignore

beforeAll(async () => {
  app = await startTestHost({ plugins: [incentive] });
});
afterAll(() => app?.stop());

describe('a simulation', () => {
  it('needs nothing that is stored, and stores nothing', async () => {
    const counts = () =>
      Promise.all(
        Object.keys(scopes).map(async (table) => {
          const { rows } = await app.db('incentive').query<{ rows: string }>(`select count(*) as rows from ${table}`);
          return [table, rows[0]!.rows];
        }),
      );
    const before = await counts();
    const { results, totals, total } = await simulate({ lines: [line('SO1', '2019-07-01', '9000000')] });
    expect(results).toMatchObject([
      { payeeKind: 'partner', payeeCode: 'AW1', component: 'volume-rebate', period: '2019-Q3', amount: usd('97500') },
    ]);
    expect(results[0]!.trace.at(-1)).toMatchObject({ step: 'rounded-half-up', amount: usd('97500') });
    expect(totals).toEqual([{ payeeKind: 'partner', payeeCode: 'AW1', period: '2019-Q3', amount: usd('97500') }]);
    expect(total).toEqual(usd('97500'));
    expect(await counts()).toEqual(before);
  }); // prettier-ignore

  it('comes to what a run comes to on the same lines, returns and quotas', async () => {
    await openSmallMarket(app);
    await api().putPlan({ params: { code: 'channel' }, body: MAIN_JOB_PLAN });
    await api().setQuotas({ body: [{ salespersonCode: '282', period: '2019-Q3', amount: usd('8000000') }] });
    await api().importSales({
      query: SALES,
      body: salesFile('SO1,2018-07-01,P1,1,282,1,30000', 'SO2,2019-07-01,P1,1,282,3,90000', 'SO3,2019-08-01,P2,2,282,1,1234.56'),
    });
    await api().recordSales({
      body: {
        source: 'erp',
        lines: [line('SO9', '2019-11-02', '-1000001', { quantity: -1, returns: 'SO2#P1' })],
      },
    });
    const { jobId } = await api().startRun({ body: { mode: 'full' } });
    await app.finishJob('incentive', jobId);
    const { items } = await api().listResults({ query: {} });
    const key = ({ payeeKind, payeeCode, period, component }: (typeof items)[number]) =>
      `${payeeKind} ${payeeCode} ${period} ${component}`;
    const stored = items
      .map(({ resultId: _id, planCode: _code, planVersion: _version, ...result }) => result)
      .toSorted((one, other) => (key(one as never) < key(other as never) ? -1 : 1));
    const { results } = await simulate({
      lines: [
        line('SO1', '2018-07-01', '3000000'),
        line('SO2', '2019-07-01', '9000000', { quantity: 3 }),
        line('SO3', '2019-08-01', '123456', { product: 'P2', partner: 'AW2' }),
        line('SO9', '2019-11-02', '-1000001', { quantity: -1, returns: 'SO2#P1' }),
      ],
      quotas: [{ payeeKind: 'salesperson', payeeCode: '282', period: '2019-Q3', amount: usd('8000000') }],
      through: '2019-12-31',
    });
    expect(results.toSorted((one, other) => (key(one as never) < key(other as never) ? -1 : 1))).toEqual(stored);
    expect(results).not.toEqual([]);
  }, 60_000); // prettier-ignore

  it('gives the figures of the sample that the documentation promises', async () => {
    const file = new URL('../../../../samples/simulations/tiers.json', import.meta.url);
    const { results } = await simulate(JSON.parse(await readFile(file, 'utf8')) as Simulation);
    expect(results.map(({ component, amount }) => [component, amount.amount])).toEqual([
      ['by-order', '16400'],
      ['by-month', '28500'],
      ['by-month-whole', '48500'],
    ]);
  });

  it('credits shares, overlays and leaders, and converts at the rate of the day', async () => {
    const flat = (code: string, credit: 'own' | 'group' | 'overlay') =>
      ({ kind: 'flat', code, payee: 'salesperson', rateBp: 1000, measure: { credit } }) as const;
    const { results } = await simulate({
      plan: { ...MAIN_JOB_PLAN, components: [flat('own', 'own'), flat('group', 'group'), flat('overlay', 'overlay')] },
      lines: [
        line('SO1', '2019-07-02', '10001', {
          amount: { amount: '10001', currency: 'EUR' },
          split: [{ salesperson: 'S1', shareBp: 3333 }, { salesperson: 'S2', shareBp: 6667 }],
          overlays: [{ salesperson: 'X', shareBp: 5000 }],
        }),
      ],
      people: [{ code: 'S1', managerCode: 'L' }, { code: 'S2', managerCode: 'L' }, { code: 'L', managerCode: 'S1' }],
      rates: [
        { base: 'EUR', quote: 'USD', validFrom: '2019-07-03', rate: '9' },
        { base: 'EUR', quote: 'USD', validFrom: '2019-07-02', rate: '1.1' },
        { base: 'EUR', quote: 'USD', validFrom: '2019-01-01', rate: '8' },
      ],
    });
    expect(results.map(({ payeeCode, component, amount }) => [payeeCode, component, amount.amount])).toEqual([
      ['L', 'group', '1100'], ['S1', 'own', '367'], ['S1', 'group', '733'], ['S2', 'own', '733'], ['X', 'overlay', '550'],
    ]);
  }); // prettier-ignore

  it('says where the plan is wrong', async () => {
    const [flat] = [{ kind: 'flat', code: 'x', payee: 'partner', rateBp: 10_001 }] as const;
    const plan = { ...MAIN_JOB_PLAN, components: [flat] };
    expect(await faultsOf({ plan })).toEqual(['INVALID_REQUEST', expect.stringContaining('/body/plan/components/0/rateBp')]);
    const dates = { ...MAIN_JOB_PLAN, effectiveTo: '2016-01-01' };
    expect(await faultsOf({ plan: dates })).toEqual(['PLAN_INVALID', '/body/plan/effectiveTo ends_before_it_begins']);
  }); // prettier-ignore

  it.each([
    ['a share too many', { lines: [line('A', '2019-07-01', '1', { split: [{ salesperson: 'S', shareBp: 9999 }] })] }, '/body/lines/0/split not_whole'],
    ['a return of nothing', { lines: [line('A', '2019-07-01', '-1', { quantity: -1, returns: 'B#P1' })] }, '/body/lines/0/returns no_original'],
    ['too much that comes back', { lines: [line('A', '2019-07-01', '5'), line('B', '2019-07-02', '-6', { quantity: -1, returns: 'A#P1' })] }, '/body/lines/1/amount/amount more_than_sold'],
    ['a line twice', { lines: [line('A', '2019-07-01', '5'), line('A', '2019-07-01', '5')] }, '/body/lines/1/order repeated'],
    ['a sale below zero', { lines: [line('A', '2019-07-01', '-5')] }, '/body/lines/0/amount/amount wrong_sign'],
    ['no rate', { lines: [line('A', '2019-07-01', '5', { amount: { amount: '5', currency: 'EUR' } })] }, '/body/lines/0/amount/currency rate_missing'],
    ['no end', {}, '/body/through nothing_until'],
    ['too much of it', { plan: { ...MAIN_JOB_PLAN, effectiveFrom: '1017-01-01' }, lines: Array.from({ length: 500 }, (_, at) => line(`A${at}`, '2019-07-01', '5', { partner: `P${at}` })) }, '/body/plan/effectiveFrom too_large'],
  ])('refuses %s', async (_, over, expected) => {
    expect(await faultsOf(over as Partial<Simulation>)).toEqual(['SIMULATION_INVALID', expected]);
  }); // prettier-ignore
});
