import { randomUUID } from 'node:crypto';
import { defineApi, defineDb, definePlugin, defineRoute, z } from '@quyu/plugin-kit';
import { incentiveApi, type SaleLine, salesLinesRecordedOf } from '@quyu/incentive-contracts';
import { startTestHost, type TestHost } from '@quyu/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incentiveHearing } from '../hearing.js';
import { finishJobs, openSmallMarket, SALES, salesFile } from '../testing/small-market.js';

/** A bridge of two systems, as a deployment would have one: it publishes what it is told. */
const erpLines = salesLinesRecordedOf('erp');
const send = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/batches',
  permission: 'erp:send',
  summary: { en: 'Tell of sales', zh: '上报销售' },
  body: z.strictObject({ batches: z.array(erpLines.schema).max(100) }),
});
const erpApi = defineApi({
  service: 'erp',
  title: { en: 'ERP', zh: 'ERP' },
  permissions: { 'erp:send': 'Send.' },
  routes: { send },
});
const erp = definePlugin(
  {
    id: 'erp',
    kit: '^1.0.0',
    summary: { en: 'ERP', zh: 'ERP' },
    config: z.object({}),
    db: defineDb({}),
    api: erpApi,
    publishes: [erpLines],
  },
  () => ({
    routes: {
      send: async ({ body: { batches } }, tx) => void batches.map((batch) => tx.publish(erpLines, batch)),
    },
    handlers: {},
    jobs: {},
  }),
);

let app: TestHost;
const api = () => app.client(incentiveApi);
const line = (lineId: string, more: Partial<SaleLine> = {}): SaleLine => ({
  lineId, order: `O-${lineId}`, date: '2019-07-01', product: 'P1', partner: 'AW1', salesperson: '282', quantity: 1,
  amount: { amount: '10000', currency: 'USD' }, ...more,
}); // prettier-ignore
const tell = async (...batches: { source: string; lines: SaleLine[] }[]) => {
  const body = { batches: batches.map((batch) => ({ batchId: randomUUID(), ...batch })) };
  await app.client(erpApi).send({ body });
  await app.settle();
  return body.batches;
};
const ledger = async () => {
  const { rows } = await app.db('incentive').query<{ line: string }>(
    "select source || ' ' || line_id || ' ' || amount as line from sale order by 1",
  ); // prettier-ignore
  return rows.map((row) => row.line);
};

beforeAll(async () => {
  app = await startTestHost({ plugins: [incentiveHearing(['erp']), erp] });
  await openSmallMarket(app);
}, 60_000);
afterAll(() => app?.stop());

describe('sales lines that a service tells of', () => {
  it('go into the ledger, of several sources at once, a return before its sale', async () => {
    const back = line('R1', { quantity: -1, amount: { amount: '-4000', currency: 'USD' }, returns: 'L1' });
    await tell({ source: 'sap', lines: [back, line('L1')] }, { source: 'crm', lines: [line('L1')] });
    expect(await ledger()).toEqual(['crm L1 10000', 'sap L1 10000', 'sap R1 -4000']);
    await finishJobs(app);
    expect(await api().totalSales({ query: { year: 2019 } })).toMatchObject({
      accepted: 3,
      amount: { amount: '16000' },
    });
  });

  it('change nothing when they are told again, with the same batch or in another, or come in a file', async () => {
    const before = await ledger();
    const [batch] = await tell({ source: 'crm', lines: [line('L1')] });
    await app.client(erpApi).send({ body: { batches: [batch!] } });
    await app.settle();
    expect(await ledger()).toEqual(before);
    const { rows } = await app.db('incentive').query('select count(*)::int as open from rejected_sale where is_open');
    expect(rows).toEqual([{ open: 0 }]);
    const again = salesFile('O-L1,2019-07-01,P1,AW1,282,1,100.00').replace('order,', 'lineId,order,').replace('O-L1,', 'L1,O-L1,');
    const imported = await api().importSales({ query: { ...SALES, source: 'sap' }, body: again });
    expect(imported).toMatchObject({ accepted: 0, duplicates: 1 });
  }); // prettier-ignore

  it('are kept with their reasons where they cannot be taken, and mended as those of files', async () => {
    const [batch] = await tell({ source: 'sap', lines: [line('L5'), line('L6', { product: 'P9' }), line('L7', { amount: { amount: '1', currency: 'ZZZ' } })] }); // prettier-ignore
    const { items } = await api().listOpenRejections({ query: { source: 'sap' } });
    expect(items.map(({ file, line: at, code, column, value }) => [file, at, code, column, value])).toEqual([
      [`batch ${batch!.batchId}`, 3, 'UNKNOWN_PRODUCT', 'product', 'P9'],
      [`batch ${batch!.batchId}`, 4, 'UNKNOWN_CURRENCY', 'currency', 'ZZZ'],
    ]);
    await api().registerProducts({ body: [{ code: 'P9', name: 'X', category: 'Bikes', group: 'Bikes' }] });
    await finishJobs(app);
    expect(await ledger()).toContain('sap L6 10000');
  });

  it('come in large batches, by the way that files go', async () => {
    const batches = Array.from({ length: 10 }, (_, at) => ({
      source: 'pos',
      lines: Array.from({ length: 500 }, (_each, index) => line(`${at}-${index}`)),
    }));
    await tell(...batches);
    const { rows } = await app.db('incentive').query("select count(*)::int as lines from sale where source = 'pos'");
    expect(rows).toEqual([{ lines: 5_000 }]);
    await finishJobs(app);
  }); // prettier-ignore
});
