import { randomUUID } from 'node:crypto';
import { incentiveApi, salesImported } from '@quyu/incentive-contracts';
import { startTestHost, type TestHost } from '@quyu/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incentive } from '../plugin.js';
import { WAYS } from '../testing/import-ways.js';
import { enrol, finishJobs, openSmallMarket, SALES, salesFile } from '../testing/small-market.js';

describe.each(WAYS)('a file taken %s', (_way, env) => {
  let app: TestHost;
  const api = () => app.client(incentiveApi);
  const importOf = (body: string | Uint8Array, source = randomUUID()) =>
    api().importSales({ query: { ...SALES, source }, body });
  const rejectionsOf = async (importId: string) =>
    (await api().listRejectedSales({ params: { importId }, query: {} })).items;
  const count = async (table: string, where = 'true'): Promise<number> => {
    const { rows } = await app
      .db('incentive')
      .query<{ n: number }>(`select count(*)::int n from ${table} where ${where}`);
    return rows[0]!.n;
  };

  beforeAll(async () => {
    app = await startTestHost({ plugins: [incentive], env });
    await openSmallMarket(app);
  });
  afterAll(() => app?.stop());

  const SOUND = 'SO1,2019-07-01,P1,1,282,2,10.50';

  describe('importing sales', () => {
    it('takes sound lines into the ledger and tells of the file, not of each line', async () => {
      const imported = await importOf(salesFile(SOUND, 'SO1,2019-07-01,P2,AW1,282,1,5'));
      expect(imported).toMatchObject({
        lines: 2,
        accepted: 2,
        duplicates: 0,
        rejected: 0,
        file: 'sales.csv',
      });
      expect(imported.amount).toEqual({ amount: '1550', currency: 'USD' });
      expect(await api().getSalesImport({ params: { importId: imported.importId } })).toEqual(imported);
      await app.settle();
      const told = (await app.published(salesImported)).filter(
        ({ data }) => data.importId === imported.importId,
      );
      expect(told).toMatchObject([{ data: { accepted: 2, amount: { amount: '1550' } } }]);
    });

    it('takes a partner by its external id and by its code', async () => {
      const source = randomUUID();
      await importOf(salesFile(SOUND, 'SO2,2019-07-01,P1,AW1,282,1,1'), source);
      expect(await count(`(select distinct partner_id from sale where source = '${source}') p`)).toBe(1);
    });

    it('takes cells as they are, whatever stands inside their quotes', async () => {
      const source = randomUUID();
      const order = 'SO "1", part\n\\.\n区 2';
      const line = `"${order.replaceAll('"', '""')}",2019-07-01,"P1", 1 ,"282",2,"10.50"`;
      expect(await importOf(salesFile(line, line), source)).toMatchObject({
        lines: 2,
        accepted: 1,
        duplicates: 1,
      });
      const { rows } = await app
        .db('incentive')
        .query('select order_number from sale where source = $1', [source]);
      expect(rows).toEqual([{ order_number: order }]);
      const bad = await importOf(salesFile(line.replace('10.50', '1,0')), source);
      expect((await rejectionsOf(bad.importId))[0]).toMatchObject({
        line: 2,
        raw: line.replace('10.50', '1,0'),
      });
    });

    it.each([
      ['NOT_A_DATE', 'date', '2019-02-30', 'SO9,2019-02-30,P1,1,282,2,1'],
      ['RETURN_WITHOUT_ORIGINAL', 'quantity', '-1', 'SO9,2019-07-01,P1,1,282,-1,1'],
      ['NOT_A_QUANTITY', 'quantity', '1.5', 'SO9,2019-07-01,P1,1,282,1.5,1'],
      ['MISSING_VALUE', 'amount', '', 'SO9,2019-07-01,P1,1,282,2,'],
      ['MISSING_VALUE', 'amount', 'NULL', 'SO9,2019-07-01,P1,1,282,2,NULL'],
      ['RETURN_WITHOUT_ORIGINAL', 'amount', '-1', 'SO9,2019-07-01,P1,1,282,2,-1'],
      ['UNKNOWN_PARTNER', 'partner', '999', 'SO9,2019-07-01,P1,999,282,2,1'],
      ['UNKNOWN_PRODUCT', 'product', '999', 'SO9,2019-07-01,999,1,282,2,1'],
      ['UNKNOWN_SALESPERSON', 'salesperson', '999', 'SO9,2019-07-01,P1,1,999,2,1'],
      ['MALFORMED_LINE', null, 'surplus', 'SO9,2019-07-01,P1,1,282,2,1,surplus'],
      ['MALFORMED_LINE', 'amount', null, 'SO9,2019-07-01,P1,1,282,2'],
      ['MALFORMED_LINE', 'order', 'SO\uFFFDx', 'SO\0x,2019-07-01,P1,1,282,2,1'],
      ['MALFORMED_LINE', 'order', 'S'.repeat(200), `${'S'.repeat(1024 * 1024)},2019-07-01,P1,1,282,2,1`],
      ['CONFLICTING_DUPLICATE', 'amount', '0.01', 'SO1,2019-07-01,P1,1,282,2,0.01'],
      ['CONFLICTING_DUPLICATE', 'date', '2019-07-02', 'SO1,2019-07-02,P1,1,282,2,0.01'],
      ['CONFLICTING_DUPLICATE', 'partner', '2', 'SO1,2019-07-01,P1,2,282,2,10.50'],
      ['UNKNOWN_PRODUCT', 'product', '999', 'SO9,2019-07-01,999,999,999,x,y'],
      ['UNKNOWN_SALESPERSON', 'salesperson', '999', 'SO9,2019-07-01,P1,1,999,x,y'],
      ['NOT_A_DATE', 'date', 'x', 'SO9,x,P1,1,999,x,y'],
    ])('keeps a bad line aside, %s in column %s, and takes the others', async (code, column, value, line) => {
      const imported = await importOf(salesFile(SOUND, line, 'SO3,2019-07-01,P1,1,282,1,1'));
      expect(imported).toMatchObject({ lines: 3, accepted: 2, duplicates: 0, rejected: 1 });
      const [rejected, ...others] = await rejectionsOf(imported.importId);
      expect(others).toEqual([]);
      expect(rejected).toMatchObject({ file: 'sales.csv', line: 3, code, column, value });
      expect(rejected!.raw).toBe(line.slice(0, 10_000).replaceAll('\0', '\uFFFD'));
      expect(rejected!.reason.length).toBeGreaterThan(10);
    });

    it.each([
      ['a byte order mark', `\uFEFF${salesFile(SOUND)}`],
      ['CRLF line ends', salesFile(SOUND).replaceAll('\n', '\r\n')],
      ['the same line twice', salesFile(SOUND, SOUND)],
    ])('does not mind %s', async (_, body) => {
      expect(await importOf(body)).toMatchObject({ accepted: 1, rejected: 0 });
    });

    it('takes a file that has nothing but a header', async () => {
      expect(await importOf(salesFile())).toMatchObject({ lines: 0, accepted: 0, rejected: 0 });
    });

    it.each([
      ['an unknown column', salesFile(SOUND).replace('amount', 'amount,Discount'), 'IMPORT_HEADER_INVALID'],
      ['a __proto__ column', salesFile(SOUND).replace('amount', 'amount,__proto__'), 'IMPORT_HEADER_INVALID'],
      ['a missing column', salesFile(SOUND).replaceAll(/,[^,\n]*\n/g, '\n'), 'IMPORT_HEADER_INVALID'],
      ['another encoding', Buffer.from(salesFile(SOUND, 'Caf\u00E9,,,,,,'), 'latin1'), 'IMPORT_UNREADABLE'],
      ['an end in the middle', `${salesFile(SOUND)}SO2,2019-07`, 'IMPORT_UNREADABLE'],
      ['an open quote', `${salesFile(SOUND)}SO2,"2019-07`, 'IMPORT_UNREADABLE'],
      ['nothing in it', '', 'IMPORT_UNREADABLE'],
    ])('refuses the whole of a file with %s, and nothing of it stays', async (_, body, code) => {
      const source = randomUUID();
      await expect(importOf(body, source)).rejects.toMatchObject({ code });
      expect(await count('sale', `source = '${source}'`)).toBe(0);
      expect(await count('sales_import', `source = '${source}'`)).toBe(0);
      expect(await count('rejected_sale', `source = '${source}'`)).toBe(0);
    });

    it('leaves nothing of a file whose sender goes away', async () => {
      const source = randomUUID();
      async function* cut(): AsyncGenerator<Uint8Array> {
        yield Buffer.from(
          salesFile(...Array.from({ length: 200 }, (_, n) => `SO${n},2019-07-01,P1,1,282,1,1`)),
        );
        throw new Error('the sender went away');
      }
      await expect(api().importSales({ query: { ...SALES, source }, body: cut() })).rejects.toThrow(
        'fetch failed',
      );
      await app.settle();
      expect(await count('sale', `source = '${source}'`)).toBe(0);
      expect(await count('sales_import', `source = '${source}'`)).toBe(0);
    });
  });

  describe('importing sales again', () => {
    const many = Array.from({ length: 300 }, (_, n) => `SO${n},2019-07-01,P1,1,282,1,${n}.10`);
    const mixed = salesFile(
      ...many,
      ...many.slice(0, 50),
      'SO7,2019-07-01,P1,1,282,1,0.99',
      'SO1,x,P1,1,282,1,1',
    );

    it('changes nothing, whatever slices the file goes in', async () => {
      const source = randomUUID();
      const first = await importOf(mixed, source);
      expect(first).toMatchObject({ lines: 352, accepted: 300, duplicates: 50, rejected: 2 });
      await finishJobs(app);
      const again = await importOf(mixed, source);
      expect(again).toMatchObject({ lines: 352, accepted: 0, duplicates: 350, rejected: 2 });
      expect(again.amount.amount).toBe('0');
      expect(await count('dirty_quarter')).toBe(0);
      expect(await count('rejected_sale', `source = '${source}'`)).toBe(2);
      expect(await rejectionsOf(again.importId)).toEqual(await rejectionsOf(first.importId));
      await app.settle();
      const told = (await app.published(salesImported)).filter(({ data }) => data.source === source);
      expect(told.map(({ data }) => data.importId)).toEqual([first.importId]);
    });

    it('takes each line once when the file comes twice at the same time', async () => {
      const source = randomUUID();
      const both = await Promise.all([importOf(mixed, source), importOf(mixed, source)]);
      expect(both.map(({ accepted }) => accepted).toSorted((a, b) => a - b)).toEqual([0, 300]);
      expect(await count('sale', `source = '${source}'`)).toBe(300);
    });

    it('takes the lines that have been put right, and closes their rejections', async () => {
      const source = randomUUID();
      const code = `NEW-${source}`;
      const before = (await api().totalSales({ query: { year: 2019 } })).rejected;
      const faulty = [
        'SO1,2019-07-01,P1,1,282,x,1',
        `SO2,2019-07-01,P1,${code},282,1,1`,
        'SO3,2019-07-01,P1,1,282,1',
      ];
      await importOf(salesFile(...faulty), source);
      expect((await api().totalSales({ query: { year: 2019 } })).rejected).toBe(before + 3);
      await enrol(app, code, { partnerId: randomUUID(), externalId: null });
      await app.settle();
      const again = await importOf(salesFile('SO1,2019-07-01,P1,1,282,1,1', ...faulty.slice(1)), source);
      expect(again).toMatchObject({ accepted: 2, rejected: 1 });
      expect((await api().totalSales({ query: { year: 2019 } })).rejected).toBe(before + 1);
    });

    it('keeps a conflict open: somebody must decide it', async () => {
      const source = randomUUID();
      await importOf(salesFile(SOUND), source);
      await importOf(salesFile(SOUND.replace('10.50', '11')), source);
      await importOf(salesFile(SOUND), source);
      expect(await count('rejected_sale', `source = '${source}' and is_open`)).toBe(1);
    });
  });

  describe('imports at the edge', () => {
    it('are refused in a currency that does not exist', async () => {
      const query = { ...SALES, source: randomUUID(), currency: 'XYZ' };
      await expect(api().importSales({ query, body: salesFile(SOUND) })).rejects.toMatchObject({
        code: 'CURRENCY_UNKNOWN',
        details: { errors: [{ pointer: '/query/currency' }] },
      });
    });

    it('list their rejections page by page', async () => {
      const lines = Array.from({ length: 5 }, (_, n) => `SO${n},2019-07-01,P1,1,282,x,1`);
      const { importId } = await importOf(salesFile(...lines));
      const page = (cursor?: string) =>
        api().listRejectedSales({ params: { importId }, query: { limit: 2, ...(cursor ? { cursor } : {}) } });
      const first = await page();
      const second = await page(first.next!);
      const third = await page(second.next!);
      expect([first, second, third].map(({ items }) => items.map(({ line }) => line))).toEqual([
        [2, 3],
        [4, 5],
        [6],
      ]);
      expect(third.next).toBeNull();
      await expect(page('bm9uc2Vuc2U')).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
    });

    it('that do not exist are not found', async () => {
      const params = { importId: randomUUID() };
      await expect(api().getSalesImport({ params })).rejects.toMatchObject({ code: 'IMPORT_NOT_FOUND' });
      await expect(api().listRejectedSales({ params, query: {} })).rejects.toMatchObject({
        code: 'IMPORT_NOT_FOUND',
      });
    });

    it('need the permission to import', async () => {
      const reader = app.client(incentiveApi, { permissions: ['incentive:read', 'incentive:write'] });
      await expect(reader.importSales({ query: SALES, body: salesFile() })).rejects.toMatchObject({
        code: 'FORBIDDEN',
      });
    });
  });
});
