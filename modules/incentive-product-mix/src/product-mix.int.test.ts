import { incentive } from '@quyu/incentive';
import { incentiveApi } from '@quyu/incentive-contracts';
import { partnerEnrolled } from '@quyu/partner-contracts';
import { staffEnrolled } from '@quyu/territory-contracts';
import { startTestHost, type TestHost } from '@quyu/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { productMix } from './product-mix.js';

let app: TestHost;
const api = () => app.client(incentiveApi);
const settings = {
  payee: 'partner',
  groups: 'Helmets,Road Bikes',
  atLeast: '2',
  minimum: '100',
  rateBp: '50',
};
const plan = (over = {}) => ({
  name: 'Breadth', currency: 'USD', period: 'quarter' as const, effectiveFrom: '2019-01-01', effectiveTo: null,
  components: [{ kind: 'custom' as const, code: 'mix', type: 'product-mix', settings: { ...settings, ...over } }],
}); // prettier-ignore

beforeAll(async () => {
  app = await startTestHost({ plugins: [incentive], modules: [productMix] });
  const address = { country: 'US', province: 'WA', city: 'Seattle' };
  const partnerId = '0198c0de-0000-7000-8000-0000000000a1';
  await app.publish(partnerEnrolled, { partnerId, code: 'AW1', externalId: null, name: 'AW1', type: 'dealer', address });
  const staffId = '0198c0de-0000-7000-8000-0000000000b1';
  await app.publish(staffEnrolled, { staffId, code: '282', name: 'Ann', title: 'Sales', managerCode: null, territoryCodes: [] });
  await app.settle();
  await api().registerProducts({
    body: [
      { code: 'P1', name: 'Helmet', category: 'Accessories', group: 'Helmets' },
      { code: 'P2', name: 'Road bike', category: 'Bikes', group: 'Road Bikes' },
    ],
  });
}); // prettier-ignore
afterAll(() => app?.stop());

it('a plan pays for the mix that a module adds, with its trace and its lines', async () => {
  await api().putPlan({ params: { code: 'breadth' }, body: plan() });
  const lines = ['order,date,product,partner,salesperson,quantity,amount', 'S1,2019-07-01,P1,AW1,282,1,100.00', 'S2,2019-08-01,P2,AW1,282,1,1234.56', ''];
  await api().importSales({ query: { source: 'erp', file: 'f.csv', currency: 'USD' }, body: lines.join('\n') });
  const { jobId } = await api().startRun({ body: { mode: 'full' } });
  await app.finishJob('incentive', jobId);
  const { items } = await api().listResults({ query: {} });
  // 1,334.56 at 0.5 % are 6.6728.
  expect(items).toMatchObject([{ component: 'mix', payeeCode: 'AW1', period: '2019-Q3', amount: { amount: '667', currency: 'USD' } }]);
  expect(items[0]!.trace.map(({ step }) => step)).toEqual(['group', 'group', 'mix-reached', 'rounded-half-up']);
  const { looks } = await api().explainResult({ params: { resultId: items[0]!.resultId }, query: {} });
  expect(looks.map(({ lines: count, counted }) => [count, counted])).toEqual([[1, '10000'], [1, '123456']]);
}, 60_000); // prettier-ignore

it('settings that are wrong are refused at their place in the plan', async () => {
  await expect(
    api().putPlan({ params: { code: 'breadth' }, body: plan({ atLeast: '3' }) }),
  ).rejects.toMatchObject({
    code: 'PLAN_INVALID',
    details: { errors: [{ pointer: '/body/components/0/settings/atLeast' }] },
  });
});
