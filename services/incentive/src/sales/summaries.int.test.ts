import { randomUUID } from 'node:crypto';
import { incentiveApi, partnerSalesSummarised } from '@quyu/incentive-contracts';
import { accountUnassigned } from '@quyu/territory-contracts';
import { startTestHost, type TestHost } from '@quyu/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incentive } from '../plugin.js';
import { assign, finishJobs, openSmallMarket, PARTNERS, SALES, salesFile } from '../testing/small-market.js';

let app: TestHost;
const api = () => app.client(incentiveApi);
const sell = async (...lines: readonly string[]) => {
  await api().importSales({ query: SALES, body: salesFile(...lines) });
  await finishJobs(app);
};
const told = async () => (await app.published(partnerSalesSummarised)).map(({ data }) => data);

beforeAll(async () => {
  app = await startTestHost({ plugins: [incentive] });
  await openSmallMarket(app);
});
afterAll(() => app?.stop());

describe('the sums of sales', () => {
  it('are told for every quarter of a partner that has changed, whole', async () => {
    await sell(
      'SO1,2019-07-01,P1,1,282,2,10.50',
      'SO1,2019-07-01,P2,1,283,1,100',
      'SO2,2019-09-30,P1,1,282,1,1',
      'SO3,2019-10-01,P1,1,282,1,1',
      'SO4,2019-07-01,P1,2,282,1,7',
    );
    expect((await told()).toSorted((a, b) => (a.sales.amount < b.sales.amount ? -1 : 1))).toEqual([
      sums('AW1', '2019-Q4', '100', 1, 1, ['Helmets']),
      sums('AW1', '2019-Q3', '11150', 2, 3, ['Helmets', 'Road Bikes']),
      sums('AW2', '2019-Q3', '700', 1, 1, ['Helmets']),
    ]);
  });

  it('are told again only for the quarters that a further import touches', async () => {
    const before = (await told()).length;
    await sell('SO5,2019-08-01,P1,2,282,1,3', 'SO1,2019-07-01,P1,1,282,2,10.50');
    expect((await told()).slice(before)).toEqual([sums('AW2', '2019-Q3', '1000', 2, 2, ['Helmets'])]);
  });

  it('follow a product into another group', async () => {
    const before = (await told()).length;
    const bike = { code: 'P2', name: 'Road bike', category: 'Bikes', group: 'Touring Bikes' };
    expect(await api().registerProducts({ body: [bike] })).toMatchObject({ created: 1, unchanged: 0 });
    await finishJobs(app);
    expect((await told()).slice(before)).toEqual([
      sums('AW1', '2019-Q3', '11150', 2, 3, ['Helmets', 'Touring Bikes']),
    ]);
  });

  it('are the same, and told to nobody, when they are made again', async () => {
    const before = (await told()).length;
    const db = app.db('incentive');
    const kept = await db.query('select * from partner_quarter_seller order by 1, 2, 3');
    await db.query(
      'insert into dirty_quarter (partner_id, quarter) select partner_id, quarter from partner_quarter',
    );
    await db.query("update job set state = 'queued', attempts = 0 where kind = 'summarise-sales'");
    await finishJobs(app);
    expect(await told()).toHaveLength(before);
    expect((await db.query('select from dirty_quarter')).rows).toEqual([]);
    expect((await db.query('select * from partner_quarter_seller order by 1, 2, 3')).rows).toEqual(kept.rows);
  });
});

describe('sales by territory', () => {
  const territories = async () => (await api().totalSales({ query: { year: 2019 } })).territories;

  it('are of the territory that the partner is in now, and of none under a name of their own', async () => {
    await assign(app, 'AW1', 'Northwest');
    await app.settle();
    expect(await territories()).toEqual([
      { code: 'northwest', name: 'Northwest', amount: { amount: '11250', currency: 'USD' } },
      { code: 'unassigned', name: 'Unassigned', amount: { amount: '1000', currency: 'USD' } },
    ]);
    await assign(app, 'AW1', 'Canada');
    await assign(app, 'AW2', 'Canada');
    await app.settle();
    expect(await territories()).toEqual([
      { code: 'canada', name: 'Canada', amount: { amount: '12250', currency: 'USD' } },
    ]);
    await app.publish(accountUnassigned, {
      subjectId: PARTNERS.AW2.partnerId,
      subjectCode: 'AW2',
      modelCode: 'world',
      reason: 'gap',
      contenders: [],
    });
    await app.settle();
    expect((await territories()).map(({ code }) => code)).toEqual(['canada', 'unassigned']);
  });

  it('are nothing in a year without sales', async () => {
    const { territories: none, accepted } = await api().totalSales({ query: { year: 1999 } });
    expect(none).toEqual([{ code: 'canada', name: 'Canada', amount: { amount: '0', currency: 'USD' } }]);
    expect(accepted).toBe(6);
  });
});

describe('products', () => {
  it('are taken line by line: new, unchanged or refused, each by its number', async () => {
    const code = randomUUID();
    const product = { code, name: 'X', category: 'C', group: 'G' };
    const response = await fetch(`${app.url}/api/incentive/v1/products/bulk`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await app.token()}`, 'content-type': 'application/x-ndjson' },
      body: [
        JSON.stringify(product),
        JSON.stringify(product),
        '{"code":"A"',
        JSON.stringify({ ...product, extra: 1 }),
        '{"__proto__":{"code":"A"},"code":"A","name":"A","category":"A","group":"A"}',
      ].join('\n'),
    });
    const summary = (await response.json()) as {
      rejections: { line: number; faults: { pointer: string }[] }[];
    };
    expect(summary).toMatchObject({ created: 1, unchanged: 1, rejected: 3 });
    expect(summary.rejections.map(({ line }) => line)).toEqual([3, 4, 5]);
    expect(summary.rejections[1]!.faults).toMatchObject([{ pointer: '/extra' }]);
  });
});

describe('many imports at the same time', () => {
  const quarterDay = (n: number): string => `20${10 + (n % 7)}-0${1 + 3 * (n % 3)}-01`;
  const lines = Array.from(
    { length: 60 },
    (_, n) => `R${n},${quarterDay(n)},P1,${1 + (n % 2)},28${2 + (n % 2)},1,${n}.01`,
  );

  it('leave the sums that the ledger has, whoever sums up in between', async () => {
    const sources = Array.from({ length: 8 }, () => randomUUID());
    await Promise.all(
      sources.map((source) => api().importSales({ query: { ...SALES, source }, body: salesFile(...lines) })),
    );
    await finishJobs(app);
    const db = app.db('incentive');
    const ledger = await db.query(`select partner_id, quarter, sum(amount)::text sales, count(*)::int lines,
      count(distinct (source, order_number))::int orders from sale group by 1, 2 order by 1, 2`);
    const kept = await db.query(
      'select partner_id, quarter, sales::text, lines, orders from partner_quarter order by 1, 2',
    );
    expect(kept.rows).toEqual(ledger.rows);
    const sellers = await db.query(
      'select partner_id, quarter, sum(sales)::text sales from partner_quarter_seller group by 1, 2 order by 1, 2',
    );
    expect(sellers.rows).toEqual(
      ledger.rows.map(({ partner_id, quarter, sales }) => ({ partner_id, quarter, sales })),
    );
  });
});

function sums(
  code: keyof typeof PARTNERS,
  period: string,
  amount: string,
  orders: number,
  lines: number,
  groups: string[],
) {
  const { partnerId } = PARTNERS[code];
  const sales = { amount, currency: 'USD' };
  return { partnerId, partnerCode: code, period, sales, orders, lines, productGroups: groups };
}
