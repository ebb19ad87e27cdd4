import { costCeilingExceeded, incentiveApi } from '@quyu/incentive-contracts';
import { startTestHost, type TestHost } from '@quyu/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incentive } from '../plugin.js';
import { MAIN_JOB_PLAN } from '../testing/main-job-plan.js';
import { assign, openSmallMarket, SALES, salesFile } from '../testing/small-market.js';

let app: TestHost;
const api = () => app.client(incentiveApi);
const approver = () => app.client(incentiveApi, { subject: 'approver', permissions: ['*'] });
const Q3 = '2019-Q3';
const costs = (by: 'plan' | 'territory' | 'channel' | 'partner', basis?: 'posted') =>
  api().getCostEffectiveness({ query: { by, period: Q3, ...(basis ? { basis } : {}) } });
const figures = ({ rows }: Awaited<ReturnType<typeof costs>>) =>
  rows.map(({ key, cost, revenue, ratioBp }) => [key, cost.amount, revenue.amount, ratioBp]);
const ceiling = (code: string, terms: { key: string | null; ceilingBp: number; mode: 'warn' | 'block' }) =>
  api().putCostCeiling({
    params: { code },
    body: { by: 'partner', effectiveFrom: '2019-01-01', effectiveTo: null, ...terms },
  });

let runId: string;
const post = () => approver().postRun({ params: { runId }, body: { period: Q3 } });

beforeAll(async () => {
  app = await startTestHost({ plugins: [incentive] });
});
afterAll(() => app?.stop());

describe('what incentives cost', () => {
  it('cannot be said without sales', () => expect(costs('plan')).rejects.toMatchObject({ code: 'NO_SALES' }));

  it('is compared with the revenue by plan, territory, channel and partner', async () => {
    await openSmallMarket(app);
    await assign(app, 'AW1', 'East');
    await app.settle();
    await api().putPlan({ params: { code: 'channel' }, body: MAIN_JOB_PLAN });
    await api().importSales({
      query: SALES,
      body: salesFile('SO1,2019-07-01,P1,1,282,1,90000', 'SO2,2019-07-01,P1,2,283,1,100'),
    });
    const { jobId } = await api().startRun({ body: { mode: 'full' } });
    ({ runId } = (await app.finishJob('incentive', jobId)).result as { runId: string });
    const whole = ['97500', '9000000', 108];
    expect(figures(await costs('partner'))).toEqual([['AW1', ...whole], ['AW2', '0', '10000', 0]]);
    expect(figures(await costs('channel'))).toEqual([['dealer', '97500', '9010000', 108]]);
    expect(figures(await costs('territory'))).toEqual([['east', ...whole], [null, '0', '10000', 0]]);
    expect(figures(await costs('plan'))).toEqual([['channel', '97500', '9000000', 108]]);
    expect(figures(await costs('plan', 'posted'))).toEqual([]);
    expect((await costs('plan')).total).toMatchObject({ cost: { amount: '97500' }, revenue: { amount: '9010000' } });
  }, 60_000); // prettier-ignore

  it('blocks a posting above a ceiling, wholly', async () => {
    await ceiling('hard', { key: 'AW1', ceilingBp: 100, mode: 'block' });
    await approver().approveRun({ params: { runId }, body: { period: Q3 } });
    await approver().lockRun({ params: { runId }, body: { period: Q3 } });
    await expect(post()).rejects.toMatchObject({
      code: 'COST_CEILING_EXCEEDED',
      message: expect.stringContaining('partner "AW1" costs 97500 USD (108 bp of 9000000), above the 100 bp of ceiling "hard"'),
    });
    expect(figures(await costs('partner', 'posted'))).toEqual([['AW1', '0', '9000000', 0], ['AW2', '0', '10000', 0]]);
    expect((await costs('partner')).rows[0]!.ceilings).toEqual([
      { code: 'hard', ceilingBp: 100, mode: 'block', isExceeded: true },
    ]);
  }); // prettier-ignore

  it('is told where a ceiling only warns', async () => {
    await ceiling('hard', { key: 'AW1', ceilingBp: 109, mode: 'block' });
    await ceiling('soft', { key: null, ceilingBp: 107, mode: 'warn' });
    await post();
    await app.settle();
    const [told, ...more] = await app.published(costCeilingExceeded);
    expect(more).toEqual([]);
    expect(told!.data).toMatchObject({ ceilingCode: 'soft', key: 'AW1', period: Q3, ratioBp: 108, ceilingBp: 107 });
    expect(figures(await costs('partner', 'posted'))).toEqual([['AW1', '97500', '9000000', 108], ['AW2', '0', '10000', 0]]);
  }); // prettier-ignore

  it('has no ceiling that ends before it begins', () =>
    expect(
      api().putCostCeiling({
        params: { code: 'odd' },
        body: { by: 'plan', key: null, ceilingBp: 1, mode: 'warn', effectiveFrom: '2019-02-01', effectiveTo: '2019-01-31' },
      }),
    ).rejects.toMatchObject({ code: 'CEILING_INVALID', message: expect.stringMatching(/^\/body\/effectiveTo /) })); // prettier-ignore

  it('lists its ceilings', async () => {
    const { items } = await api().listCostCeilings({ query: {} });
    expect(items.map(({ code, mode }) => [code, mode])).toEqual([['hard', 'block'], ['soft', 'warn']]);
  }); // prettier-ignore
});
