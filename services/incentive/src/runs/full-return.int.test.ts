import { incentiveApi } from '@quyu/incentive-contracts';
import { startTestHost, type TestHost } from '@quyu/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { incentive } from '../plugin.js';
import { MAIN_JOB_PLAN } from '../testing/main-job-plan.js';
import { finishJobs, openSmallMarket, SALES } from '../testing/small-market.js';

let app: TestHost;
const api = () => app.client(incentiveApi);
const approver = () => app.client(incentiveApi, { subject: 'approver', permissions: ['*'] });
const query = (text: string) => app.db('incentive').query<Record<string, string>>(text);
const HEADER = 'lineId,order,date,product,partner,salesperson,quantity,amount,returns';
const sell = async (...lines: string[]) => {
  const done = await api().importSales({ query: SALES, body: [HEADER, ...lines, ''].join('\n') });
  expect(done.accepted).toBe(lines.length);
  await finishJobs(app);
};

/** Calculates, and posts a quarter. */
async function post(period: string): Promise<void> {
  const { jobId } = await api().startRun({ body: {} });
  const { result } = await app.finishJob('incentive', jobId);
  const step = { params: { runId: (result as { runId: string }).runId }, body: { period } };
  await approver().approveRun(step);
  await approver().lockRun(step);
  await approver().postRun(step);
  await app.settle();
}

beforeAll(async () => {
  app = await startTestHost({ plugins: [incentive] });
  await openSmallMarket(app);
  await api().putPlan({ params: { code: 'channel' }, body: MAIN_JOB_PLAN });
  await api().setQuotas({ body: [{ salespersonCode: '282', period: '2019-Q3', amount: { amount: '8000000', currency: 'USD' } }] });
}); // prettier-ignore
afterAll(() => app?.stop());

it('a sale that comes back as a whole after its quarter was posted leaves nothing of what it earned', async () => {
  await sell('L1,O1,2019-07-01,P1,1,282,2,90000.00,', 'L2,O2,2019-08-01,P2,1,282,1,0.01,', 'L3,O3,2018-08-01,P2,1,282,1,20000.00,');
  await post('2019-Q3');
  const earned = await query(`select component, amount from earning where posted_period = '2019-Q3' order by 1`);
  expect(earned.rows).toEqual([
    { component: 'attainment-bonus', amount: '105000' },
    { component: 'growth-rebate', amount: '45000' },
    { component: 'volume-rebate', amount: '97500' },
  ]);

  await sell('R1,R1,2019-10-20,P1,1,282,-2,-90000.00,L1', 'R2,R2,2019-11-02,P2,1,282,-1,-0.01,L2');
  await post('2019-Q4');
  const { rows } = await query('select component, sum(amount)::text as left, count(*)::text as entries from earning group by 1 order by 1');
  expect(rows).toEqual(['attainment-bonus', 'growth-rebate', 'volume-rebate'].map((component) => ({ component, left: '0', entries: '2' })));
  for (const [payeeKind, payeeCode] of [['partner', 'AW1'], ['salesperson', '282']] as const) {
    const { balances } = await api().getBalances({ params: { payeeKind, payeeCode }, query: {} });
    expect(balances.map(({ payable }) => payable.amount)).toEqual(['0']);
  }
}, 60_000); // prettier-ignore
