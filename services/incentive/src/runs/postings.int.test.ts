import { earningsPosted, incentiveApi, type Run } from '@quyu/incentive-contracts';
import { startTestHost, type TestHost } from '@quyu/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incentive } from '../plugin.js';
import { MAIN_JOB_PLAN } from '../testing/main-job-plan.js';
import { openSmallMarket, SALES, salesFile } from '../testing/small-market.js';

let app: TestHost;
const api = () => app.client(incentiveApi);
const approver = () => app.client(incentiveApi, { subject: 'approver', permissions: ['*'] });
const sell = (...lines: string[]) => api().importSales({ query: SALES, body: salesFile(...lines) });
const calculate = async (): Promise<Run> => {
  const { jobId } = await api().startRun({ body: { mode: 'full' } });
  const { result } = await app.finishJob('incentive', jobId);
  return api().getRun({ params: { runId: (result as { runId: string }).runId } });
};
const post = async (runId: string, period: string): Promise<void> => {
  const step = { params: { runId }, body: { period } };
  await approver().approveRun(step);
  await approver().lockRun(step);
  await approver().postRun(step);
};
const sums = async () => {
  const { rows } = await app.db('incentive').query<{ owed: string; posted: string }>(`
    select v.amount as owed, (select coalesce(sum(e.amount), 0)::bigint from earning e where e.result_id = v.result_id) as posted
    from result_version v where until_run is null and period = '2019-Q3' order by v.result_id`);
  return rows;
};

beforeAll(async () => {
  app = await startTestHost({ plugins: [incentive] });
  await openSmallMarket(app);
  await api().putPlan({ params: { code: 'channel' }, body: MAIN_JOB_PLAN });
  await sell('SO1,2019-07-01,P1,1,282,1,90000');
});
afterAll(() => app?.stop());

describe('posting', () => {
  let first: Run;

  it('needs a run that another has approved, and a period that is locked', async () => {
    first = await calculate();
    const step = { params: { runId: first.runId }, body: { period: '2019-Q3' } };
    await expect(api().approveRun(step)).rejects.toMatchObject({ code: 'SEPARATION_OF_DUTIES' });
    await expect(approver().postRun(step)).rejects.toMatchObject({ code: 'RUN_STATE_CONFLICT' });
    await expect(approver().lockRun(step)).rejects.toMatchObject({ code: 'RUN_STATE_CONFLICT' });
  });

  it('makes each result of the period an earning, once', async () => {
    await post(first.runId, '2019-Q3');
    await post(first.runId, '2019-Q3');
    await app.settle();
    const posted = await app.published(earningsPosted);
    expect(posted.map(({ data }) => [data.payeeCode, data.total.amount])).toEqual([['AW1', '97500']]);
    expect(await sums()).toEqual([{ owed: '97500', posted: '97500' }]);
  });

  it('leaves a locked period alone, and trues it up with the next one', async () => {
    await sell('SO2,2019-07-02,P1,1,282,1,10000', 'SO3,2019-10-02,P1,1,282,1,30000');
    const second = await calculate();
    expect(second.changed).toBe(2);
    expect(await sums()).toEqual([{ owed: '112500', posted: '97500' }]);
    await expect(post(second.runId, '2019-Q3')).rejects.toMatchObject({ code: 'PERIOD_LOCKED' });
    await post(second.runId, '2019-Q4');
    expect(await sums()).toEqual([{ owed: '112500', posted: '112500' }]);
    await app.settle();
    const [, last] = await app.published(earningsPosted);
    expect(last!.data.lines.map(({ kind, period, amount }) => [kind, period, amount.amount])).toEqual([
      ['true-up', '2019-Q3', '15000'],
      ['earned', '2019-Q4', '7500'],
    ]);
  });

  it('refuses what has changed since', async () => {
    await sell('SO4,2018-07-02,P1,1,282,1,50000');
    const third = await calculate();
    await sell('SO5,2018-07-03,P1,1,282,1,50000');
    await calculate();
    await expect(post(third.runId, '2018-Q3')).rejects.toMatchObject({ code: 'RUN_SUPERSEDED' });
  });
});
