import { incentiveApi } from '@quyu/incentive-contracts';
import { startTestHost, type TestHost } from '@quyu/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incentive } from '../plugin.js';
import { MAIN_JOB_PLAN } from '../testing/main-job-plan.js';
import { openSmallMarket, SALES, salesFile } from '../testing/small-market.js';

let app: TestHost;
const api = () => app.client(incentiveApi);
const usd = (amount: number) => ({ amount: String(amount), currency: 'USD' });
const [rebate, ...others] = MAIN_JOB_PLAN.components;
/** Twice the rate of the second tier. */
const GENEROUS = {
  ...MAIN_JOB_PLAN,
  components: [
    { ...rebate, tiers: [{ from: '0', rateBp: 0 }, { from: '2500000', rateBp: 300 }] },
    ...others,
  ],
}; // prettier-ignore
/** Pays by a fact that nobody has. */
const UNKNOWN = {
  kind: 'gate',
  code: 'gate',
  otherwise: 'lose',
  test: { looksAt: 'fact', fact: 'shoe-size', is: 'at-least', value: '42' },
} as const;
const ask = (over = {}) => api().tryPlan({ params: { code: 'channel' }, body: { plan: GENEROUS, ...over } });
const results = async () => (await api().listResults({ query: {} })).items;

beforeAll(async () => {
  const roles = { own: { title: { en: 'Own', zh: '本人' }, permissions: ['*'] } };
  app = await startTestHost({ plugins: [incentive], roles });
  await openSmallMarket(app);
  await api().putPlan({ params: { code: 'channel' }, body: MAIN_JOB_PLAN });
  await api().importSales({
    query: SALES,
    body: salesFile('SO1,2019-07-01,P1,1,282,1,90000', 'SO2,2019-10-01,P1,2,282,1,30000', 'SO3,2018-10-01,P1,2,282,1,25000'),
  });
  const { jobId } = await api().startRun({ body: { mode: 'full' } });
  await app.finishJob('incentive', jobId);
}, 60_000); // prettier-ignore
afterAll(() => app?.stop());

it('another plan is compared with what stands, and nothing of it is kept', async () => {
  const before = await results();
  expect(await ask()).toEqual({
    before: [usd(120_000)],
    after: [usd(225_000)],
    payees: 2,
    movers: [
      { payeeKind: 'partner', payeeCode: 'AW1', before: usd(97_500), after: usd(195_000) },
      { payeeKind: 'partner', payeeCode: 'AW2', before: usd(22_500), after: usd(30_000) },
    ],
  });
  expect((await ask({ limit: 1 })).movers).toHaveLength(1);
  expect((await ask({ through: '2019-09-30' })).payees).toBe(1);
  expect(await results()).toEqual(before);
});

it('the plan in force changes nobody', async () => {
  const same = await ask({ plan: MAIN_JOB_PLAN });
  expect(same).toEqual({ before: [usd(120_000)], after: [usd(120_000)], payees: 0, movers: [] });
});

it.each([
  [{ plan: { ...GENEROUS, effectiveTo: '2016-01-01' } }, '/body/plan/effectiveTo'],
  [{ plan: { ...GENEROUS, effectiveFrom: '1017-01-01' } }, '/body/plan/effectiveFrom'],
  [{ plan: { ...GENEROUS, components: [...GENEROUS.components, UNKNOWN] } }, '/body/plan'],
])('a plan that is wrong is refused at its place', async (over, pointer) => {
  await expect(ask(over)).rejects.toMatchObject({ code: 'PLAN_INVALID', details: { errors: [{ pointer }] } });
});

describe('changed sales', () => {
  const line = {
    order: 'N1',
    date: '2019-12-31',
    product: 'P1',
    partner: 'AW2',
    salesperson: '282',
    quantity: 1,
  };
  const stored = async () =>
    Promise.all(['sale', 'sales_import', 'rejected_sale', 'dirty_quarter', 'job', 'outbox'].map(async (table) =>
      (await app.db('incentive').query(`select * from ${table} order by 1, 2`)).rows)); // prettier-ignore
  const change = (sales: object, over = {}) =>
    api().tryPlan({ params: { code: 'channel' }, body: { sales, ...over } });

  it('are calculated with, by the plan in force or another, and nothing of them is kept', async () => {
    const before = [await stored(), await results()];
    const sales = { add: [{ ...line, amount: usd(10_000_000) }], remove: [{ source: 'erp', lineId: 'SO1#P1' }] };
    expect(await change(sales)).toEqual({
      before: [usd(120_000)], after: [usd(252_500)], payees: 2,
      movers: [
        { payeeKind: 'partner', payeeCode: 'AW2', before: usd(22_500), after: usd(252_500) },
        { payeeKind: 'partner', payeeCode: 'AW1', before: usd(97_500), after: null },
      ],
    });
    expect((await change(sales, { plan: GENEROUS })).after).toEqual([usd(380_000)]);
    expect((await change({ remove: sales.remove })).movers).toHaveLength(1);
    expect([await stored(), await results()]).toEqual(before);
  }); // prettier-ignore

  it('that cannot be are refused, each at its place', async () => {
    const before = await stored();
    const add = [{ ...line, amount: usd(5) }, { ...line, order: 'N2', partner: 'nobody', amount: usd(5) }];
    const remove = [{ source: 'erp', lineId: 'SO1#P1' }, { source: 'erp', lineId: 'none' }];
    await expect(change({ add })).rejects.toMatchObject({ code: 'SALES_INVALID', details: { errors: [{ pointer: '/body/sales/add/1', code: 'unknown_partner' }] } });
    await expect(change({ remove })).rejects.toMatchObject({ code: 'SALES_INVALID', details: { errors: [{ pointer: '/body/sales/remove/1' }] } });
    await expect(api().tryPlan({ params: { code: 'none' }, body: {} })).rejects.toMatchObject({ code: 'PLAN_NOT_FOUND' });
    expect(await stored()).toEqual(before);
  }); // prettier-ignore
});

it('a limited caller compares what it sees, sums that are out of date too, and changes no sales', async () => {
  const grants = [{ role: 'own', within: { kind: 'partner', id: 'AW2' } }];
  const limited = app.client(incentiveApi, { subject: 'ann', grants });
  const asked = { params: { code: 'channel' }, body: { plan: GENEROUS } };
  const seen = await limited.tryPlan(asked);
  expect(seen).toMatchObject({ before: [usd(22_500)], after: [usd(30_000)], payees: 1 });
  await app.db('incentive').query('insert into dirty_quarter (partner_id, quarter) select partner_id, quarter from partner_quarter');
  expect(await limited.tryPlan(asked)).toEqual(seen);
  const sales = { remove: [{ source: 'erp', lineId: 'SO2#P1' }] };
  await expect(limited.tryPlan({ ...asked, body: { sales } })).rejects.toMatchObject({ code: 'SALES_INVALID' });
}); // prettier-ignore
