import { randomUUID } from 'node:crypto';
import { incentiveApi } from '@quyu/incentive-contracts';
import { startTestHost, type TestHost } from '@quyu/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incentive } from '../plugin.js';
import { enrol, openSmallMarket, SALES, salesFile } from '../testing/small-market.js';

let app: TestHost;
const api = () => app.client(incentiveApi);
const retry = async () => {
  const { jobId } = await api().retryRejections({ body: { source: SALES.source } });
  return (await app.finishJob('incentive', jobId)).result;
};

beforeAll(async () => {
  app = await startTestHost({ plugins: [incentive] });
  await openSmallMarket(app);
});
afterAll(() => app?.stop());

describe('trying rejected lines again, in a ledger that is empty', () => {
  it('takes them once what they name is known, and keeps the ledger in their currency', async () => {
    const body = salesFile('SO1,2019-07-01,P1,LATE,282,2,10.50');
    await api().importSales({ query: { ...SALES, currency: 'CNY' }, body });
    expect(await retry()).toEqual({ tried: 1, accepted: 0 });
    await enrol(app, 'LATE', { partnerId: randomUUID(), externalId: null });
    await app.settle();
    expect(await retry()).toEqual({ tried: 1, accepted: 1 });
    expect(await retry()).toEqual({ tried: 0, accepted: 0 });
    expect((await api().totalSales({ query: { year: 2019 } })).amount).toEqual({
      amount: '1050',
      currency: 'CNY',
    });
    const { rows } = await app.db('incentive').query('select file from sales_import order by imported_at');
    expect(rows).toEqual([{ file: 'sales.csv' }, { file: 'retry of rejected lines' }]);
  });
});
