import { incentiveApi } from '@quyu/incentive-contracts';
import { startTestHost, type TestHost } from '@quyu/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { incentive } from '../plugin.js';
import { MAIN_JOB_PLAN } from '../testing/main-job-plan.js';
import { openSmallMarket, SALES, salesFile } from '../testing/small-market.js';

let app: TestHost;
const api = () => app.client(incentiveApi);
/** What the plan gives by what is known now: nothing is summed up before. */
const given = async (through: string) =>
  (await api().tryPlan({ params: { code: 'channel' }, body: { plan: MAIN_JOB_PLAN, through } })).after;
const change = (statement: string) => app.db('incentive').query(statement);
const usd = (amount: number) => [{ amount: String(amount), currency: 'USD' }];

beforeAll(async () => {
  app = await startTestHost({ plugins: [incentive] });
  await openSmallMarket(app);
  await api().putPlan({ params: { code: 'channel' }, body: MAIN_JOB_PLAN });
  const body = salesFile('SO1,2019-07-01,P1,1,282,1,90000', 'SO2,2019-10-01,P1,2,282,1,30000');
  await api().importSales({ query: SALES, body });
  const { jobId } = await api().startRun({ body: {} });
  await app.finishJob('incentive', jobId);
  await app.settle();
}, 60_000);
afterAll(() => app?.stop());

it('whole quarters are told from what is kept of them', async () => {
  expect(await given('2019-09-30')).toEqual(usd(97_500));
  await change('update partner_quarter_seller set sales = 2 * sales');
  expect(await given('2019-09-30')).toEqual(usd(312_500));
});

it('quarters whose sums are out of date are summed from their lines', async () => {
  await change('update partner_quarter_seller set sales = 5 * sales');
  await change(
    'insert into dirty_quarter (partner_id, quarter) select partner_id, quarter from partner_quarter',
  );
  expect(await given('2019-09-30')).toEqual(usd(97_500));
});
