import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { incentiveApi } from '@quyu/incentive-contracts';
import { startTestHost, type TestHost } from '@quyu/testkit';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incentive } from '../../plugin.js';
import { IN_PARTS, IN_SLICES } from '../../testing/import-ways.js';
import { finishJobs, openSmallMarket, SALES } from '../../testing/small-market.js';

let slices: TestHost;
let parts: TestHost;

beforeAll(async () => {
  const start = async (env: Record<string, string>): Promise<TestHost> => {
    const app = await startTestHost({ plugins: [incentive], env });
    await openSmallMarket(app);
    const rate = { base: 'EUR', quote: 'USD', validFrom: '2019-07-02', rate: '1.2345' };
    await app.client(incentiveApi).setExchangeRates({ body: [rate] });
    // The ledger is in dollars from here on.
    await importInto(app, 'first', 'L,SO,2019-07-01,P1,1,282,1,1,,');
    return app;
  };
  [slices, parts] = await Promise.all([start(IN_SLICES), start({ ...IN_PARTS, INCENTIVE_IMPORT_PART_BYTES: '2048' })]);
}); // prettier-ignore
afterAll(() => Promise.all([slices?.stop(), parts?.stop()]));

const HEADER = 'lineId,order,date,product,partner,salesperson,quantity,amount,returns,currency';
const importInto = (app: TestHost, source: string, ...lines: readonly string[]) =>
  app
    .client(incentiveApi)
    .importSales({ query: { ...SALES, source }, body: [HEADER, ...lines, ''].join('\n') });

/** All that is known of a source, but for ids and times. */
const stateOf = async (app: TestHost, source: string) => {
  const rowsOf = async (text: string) => (await app.db('incentive').query(text, [source])).rows;
  return {
    sales: await rowsOf(`select line_id, line, order_number, product_code, salesperson_code, sold_on::text, credited_on::text,
        month, quarter, quantity, amount, currency, returns_line_id, p.code,
        extract(year from credited_on) * 12 + extract(month from credited_on) - 1 = month as is_month,
        extract(year from credited_on) * 4 + extract(quarter from credited_on) - 1 = quarter as is_quarter
      from sale s join partner p using (partner_id) where source = $1 order by line_id`),
    rejected: await rowsOf(`select line, column_name, value, code, raw, said, is_open, line_id
      from rejected_sale where source = $1 order by line, code`),
  };
}; // prettier-ignore

/** Mostly one of the values, sometimes one of the others. */
const mostly = (values: readonly string[], ...others: readonly string[]) =>
  fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...values) },
    { weight: others.length && 1, arbitrary: fc.constantFrom('', ...others) },
  );
/** Lines that repeat one another, contradict one another, return one another, and are wrong in all ways, though few are. */
const line$ = fc
  .record({
    lineId: fc.constantFrom('', 'NULL', '""', '"L,6"', 'L1', ...Array.from({ length: 40 }, (_, n) => `L${n}`)),
    order: mostly(['SO1', 'SO2', '"SO""3"', ' SO4 ', '区5']),
    date: mostly(['2019-07-01', '2019-07-01', '2019-10-01', '2020-02-29'], '2019-02-29'),
    product: mostly(['P1', 'P1', '"P2"'], 'P9'),
    partner: mostly(['1', '1', 'AW1', 'AW2', '"2"'], '999'),
    salesperson: mostly(['282', '282', '283'], '999'),
    quantity: mostly(['1', '1', '2', '007'], '0'),
    amount: mostly(['10', '10', '10.50', '99999999999.99'], '1.234'),
    returns: mostly(['', '""', 'NULL'], 'L1', 'L2'),
    currency: mostly(['', '', 'USD', 'NULL'], 'EUR', 'EUR', 'JPY'),
  })
  .map((cells) => (/L/.test(cells.returns) && cells.returns !== 'NULL' ? { ...cells, lineId: `R${cells.lineId}`, quantity: '-1', amount: '-10' } : cells))
  .map((cells) => Object.values(cells).join(',')); // prettier-ignore

describe('a file that fills parts of the ledger', () => {
  it('comes to the same as in slices, whatever it says, again and again', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(line$, { maxLength: 150 }), { minLength: 1, maxLength: 3 }), async (files) => {
        const source = randomUUID();
        for (const lines of files) {
          const [wanted, got] = await Promise.all([importInto(slices, source, ...lines), importInto(parts, source, ...lines)]);
          const { importId: _, importedAt: __, ...counts } = wanted;
          expect(got).toMatchObject(counts);
          expect(await stateOf(parts, source)).toEqual(await stateOf(slices, source));
        }
      }),
      { numRuns: 60 },
    );
    for (const app of [slices, parts]) await finishJobs(app);
    const sums = 'select p.code, q.quarter, q.sales, q.orders, q.lines from partner_quarter q join partner p using (partner_id) order by 1, 2';
    const [wanted, got] = await Promise.all([slices, parts].map((app) => app.db('incentive').query(sums)));
    expect(got!.rows).toEqual(wanted!.rows);
    expect(got!.rows.length).toBeGreaterThan(4);
    const { rows } = await parts.db('incentive').query("select count(*)::int as parts from pg_inherits where inhparent = 'sale'::regclass");
    expect(rows[0]!.parts).toBeGreaterThan(20);
  }, 180_000);

  it('holds up no other while it is slow to come', async () => {
    const lines = (first: string) => Array.from({ length: 100 }, (_, n) => `,${first}${n},2019-07-01,P1,1,282,1,10,,`);
    const rest = Promise.withResolvers<void>();
    async function* slowly(): AsyncGenerator<Uint8Array> {
      yield Buffer.from([HEADER, ...lines('A'), ''].join('\n'));
      await rest.promise;
      yield Buffer.from([...lines('B'), ''].join('\n'));
    }
    const query = { ...SALES, source: randomUUID() };
    const slow = parts.client(incentiveApi).importSales({ query, body: slowly() });
    await pause(1000);
    const other = await importInto(parts, randomUUID(), ...lines('A'));
    rest.resolve();
    expect([other.accepted, (await slow).accepted]).toEqual([100, 200]);
  });
}); // prettier-ignore
