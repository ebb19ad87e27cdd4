import { incentiveApi, type PayeeFact } from '@quyu/incentive-contracts';
import { startTestHost, type TestHost } from '@quyu/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAIN_JOB_PLAN } from '../testing/main-job-plan.js';
import { openSmallMarket, SALES, salesFile } from '../testing/small-market.js';
import { incentive } from '../plugin.js';

let app: TestHost;
const api = () => app.client(incentiveApi);
const tier = (payeeCode: string, value: string, validFrom = '2019-01-01'): PayeeFact => ({
  payeeKind: 'partner',
  payeeCode,
  name: 'tier',
  value,
  validFrom,
});
const run = async () => app.finishJob('incentive', (await api().startRun({ body: {} })).jobId);
const paidPartners = async () => {
  const { items } = await api().listResults({ query: {} });
  return [
    ...new Set(items.map(({ payeeCode }) => payeeCode).filter((code) => code.startsWith('AW'))),
  ].toSorted();
};

beforeAll(async () => {
  app = await startTestHost({ plugins: [incentive] });
  await openSmallMarket(app);
});
afterAll(() => app?.stop());

describe('facts of payees', () => {
  it('are set, kept and replaced by payee, name and day', async () => {
    const body = [tier('AW1', 'gold'), tier('AW1', 'gold'), tier('AW1', 'silver', '2020-01-01')];
    expect(await api().setPayeeFacts({ body })).toMatchObject({ created: 2, unchanged: 1 });
    expect(await api().setPayeeFacts({ body: [tier('AW1', 'gold')] })).toMatchObject({ unchanged: 1 });
  });

  it('mark whom they are of', async () => {
    const { rows } = await app
      .db('incentive')
      .query('select distinct payee_kind, payee_code from dirty_payee');
    expect(rows).toContainEqual({ payee_kind: 'partner', payee_code: 'AW1' });
  });

  it('say for whom a plan is in a run, and a change of them is calculated by the next', async () => {
    await api().putPlan({
      params: { code: 'gold' },
      body: { ...MAIN_JOB_PLAN, eligible: { tiers: ['gold'] } },
    });
    await api().importSales({
      query: SALES,
      body: salesFile('SO1,2019-07-01,P1,1,282,1,90000', 'SO2,2019-07-01,P1,2,283,1,90000'),
    });
    await run();
    expect(await paidPartners()).toEqual(['AW1']);
    await api().setPayeeFacts({ body: [tier('AW2', 'gold', '2019-07-01')] });
    await run();
    expect(await paidPartners()).toEqual(['AW1', 'AW2']);
  });
});
