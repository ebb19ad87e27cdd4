import { randomUUID } from 'node:crypto';
import { incentiveApi } from '@quyu/incentive-contracts';
import { startTestHost, type TestHost } from '@quyu/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incentive } from '../plugin.js';
import { WAYS } from '../testing/import-ways.js';
import { finishJobs, openSmallMarket, SALES } from '../testing/small-market.js';

describe.each(WAYS)('a file taken %s', (_way, env) => {
  let app: TestHost;
  const api = () => app.client(incentiveApi);
  const HEADER = 'lineId,order,date,product,partner,salesperson,quantity,amount,returns,currency';
  const importOf = (lines: readonly string[], source: string = randomUUID()) =>
    api().importSales({ query: { ...SALES, source }, body: [HEADER, ...lines, ''].join('\n') });
  const rejectionsOf = async (importId: string) =>
    (await api().listRejectedSales({ params: { importId }, query: {} })).items;
  const salesOf = async (source: string) => {
    const { rows } = await app
      .db('incentive')
      .query<Record<string, unknown>>(
        `select line_id, quantity, amount::int, credited_on::text, currency from sale where source = $1 order by line_id`,
        [source],
      );
    return rows;
  };

  beforeAll(async () => {
    app = await startTestHost({ plugins: [incentive], env });
    await openSmallMarket(app);
  });
  afterAll(() => app?.stop());

  const SALE = 'L1,SO1,2019-03-31,P1,AW1,282,4,40.00,,';
  const RETURN = 'R1,CN1,2019-07-02,P1,AW1,282,-1,-10.00,L1,';

  describe('a return', () => {
    it('counts in the month of the sale that it returns', async () => {
      const source = randomUUID();
      expect(await importOf([SALE, RETURN], source)).toMatchObject({
        accepted: 2,
        amount: { amount: '3000' },
      });
      expect(await salesOf(source)).toMatchObject([
        { line_id: 'L1', credited_on: '2019-03-31' },
        { line_id: 'R1', quantity: -1, amount: -1000, credited_on: '2019-03-31' },
      ]);
    });

    it('may stand before its sale in a file', async () => {
      expect(await importOf([RETURN, SALE])).toMatchObject({ accepted: 2, rejected: 0 });
    });

    it('that comes in an earlier file waits for its sale', async () => {
      const source = randomUUID();
      const early = await importOf([RETURN], source);
      expect(await rejectionsOf(early.importId)).toMatchObject([
        { code: 'RETURN_WITHOUT_ORIGINAL', column: 'returns', value: 'L1' },
      ]);
      await importOf([SALE], source);
      await finishJobs(app);
      expect(await salesOf(source)).toHaveLength(2);
      expect((await rejectionsOf(early.importId))[0]).toMatchObject({ isOpen: false });
    });

    it('changes nothing when it comes again', async () => {
      const source = randomUUID();
      await importOf([SALE, RETURN], source);
      expect(await importOf([SALE, RETURN], source)).toMatchObject({
        accepted: 0,
        duplicates: 2,
        rejected: 0,
      });
    });

    it('may be a credit note that takes nothing back but money', async () => {
      expect(await importOf([SALE, 'C1,CN2,2019-04-01,P1,AW1,282,0,-5.00,L1,'])).toMatchObject({
        accepted: 2,
        amount: { amount: '3500' },
      });
    });

    it.each([
      ['RETURN_EXCEEDS_ORIGINAL', 'returns', 'R2,CN,2019-07-02,P1,AW1,282,-4,-30.00,L1,'],
      ['RETURN_EXCEEDS_ORIGINAL', 'returns', 'R2,CN,2019-07-02,P1,AW1,282,-1,-30.01,L1,'],
      ['RETURN_DIFFERS', 'returns', 'R2,CN,2019-07-02,P2,AW1,282,-1,-1.00,L1,'],
      ['RETURN_DIFFERS', 'returns', 'R2,CN,2019-07-02,P1,AW2,282,-1,-1.00,L1,'],
      ['RETURN_DIFFERS', 'returns', 'R2,CN,2019-07-02,P1,AW1,283,-1,-1.00,L1,'],
      ['RETURN_BEFORE_SALE', 'date', 'R2,CN,2019-03-30,P1,AW1,282,-1,-1.00,L1,'],
      ['RETURN_WITHOUT_ORIGINAL', 'returns', 'R2,CN,2019-07-02,P1,AW1,282,-1,-1.00,L9,'],
      ['RETURN_WITHOUT_ORIGINAL', 'returns', 'R2,CN,2019-07-02,P1,AW1,282,-1,-1.00,R1,'],
      ['RETURN_WITHOUT_ORIGINAL', 'quantity', 'R2,CN,2019-07-02,P1,AW1,282,-1,-1.00,,'],
      ['RETURN_WITHOUT_ORIGINAL', 'amount', 'R2,CN,2019-07-02,P1,AW1,282,1,-1.00,,'],
      ['NOT_A_RETURN', 'quantity', 'R2,CN,2019-07-02,P1,AW1,282,1,-1.00,L1,'],
      ['NOT_A_RETURN', 'amount', 'R2,CN,2019-07-02,P1,AW1,282,-1,1.00,L1,'],
      ['NOT_A_RETURN', 'returns', 'R2,CN,2019-07-02,P1,AW1,282,0,0,L1,'],
      ['NOT_A_QUANTITY', 'quantity', 'R2,CN,2019-07-02,P1,AW1,282,0,1,,'],
      ['UNKNOWN_CURRENCY', 'currency', 'R2,CN,2019-07-02,P1,AW1,282,1,1.00,,XYZ'],
      ['NOT_AN_AMOUNT', 'amount', 'R2,CN,2019-07-02,P1,AW1,282,1,1.5,,JPY'],
      ['RATE_MISSING', 'currency', 'R2,CN,2019-07-02,P1,AW1,282,1,150,,KRW'],
      ['CONFLICTING_DUPLICATE', 'order', 'L1,SO2,2019-03-31,P1,AW1,282,4,40.00,,'],
      ['CONFLICTING_DUPLICATE', 'returns', 'R1,CN1,2019-07-02,P1,AW1,282,-1,-10.00,L2,'],
    ])('or line at fault is kept aside: %s in column %s', async (code, column, line) => {
      const second = 'L2,SO1,2019-03-31,P1,AW1,282,4,40.00,,';
      const imported = await importOf([SALE, second, RETURN, line]);
      expect(imported).toMatchObject({ accepted: 3, rejected: 1 });
      expect(await rejectionsOf(imported.importId)).toMatchObject([{ line: 5, code, column }]);
    });
  });

  describe('a line in another currency', () => {
    it('waits for a rate, and counts at that of its day', async () => {
      const source = randomUUID();
      const line = 'J1,SO5,2018-02-10,P1,AW2,283,1,1000,,JPY';
      const waiting = await importOf([line], source);
      expect(waiting).toMatchObject({ accepted: 0, rejected: 1 });
      const rates = [
        { base: 'JPY', quote: 'USD', validFrom: '2018-01-01', rate: '0.0091' },
        { base: 'JPY', quote: 'USD', validFrom: '2018-02-11', rate: '0.0090' },
      ];
      expect(await api().setExchangeRates({ body: rates })).toMatchObject({ created: 2 });
      expect(await api().setExchangeRates({ body: rates })).toMatchObject({ unchanged: 2 });
      await finishJobs(app);
      await finishJobs(app);
      expect(await salesOf(source)).toMatchObject([{ amount: 1000, currency: 'JPY' }]);
      const { rows } = await app
        .db('incentive')
        .query(`select sales::int from partner_quarter where quarter = 2018 * 4`);
      expect(rows).toEqual([{ sales: 910 }]);
      const listed = await api().listExchangeRates({ query: { base: 'JPY' } });
      expect(listed.items).toMatchObject([{ rate: '0.0091' }, { rate: '0.009' }]);
    });
  });

  describe('lines of a request', () => {
    const line = (over = {}) => ({
      lineId: 'A"1', order: 'SO, 1', date: '2019-05-01', product: 'P1', partner: 'AW1', salesperson: '282',
      quantity: 2, amount: { amount: '1050', currency: 'USD' }, ...over,
    }); // prettier-ignore

    it('go the way of a file, and the same again change nothing', async () => {
      const body = {
        source: randomUUID(),
        lines: [
          line(),
          line({ lineId: 'B', returns: 'A"1', quantity: -1, amount: { amount: '-50', currency: 'USD' } }),
        ],
      };
      expect(await api().recordSales({ body })).toMatchObject({ accepted: 2, amount: { amount: '1000' } });
      expect(await api().recordSales({ body })).toMatchObject({ accepted: 0, duplicates: 2 });
    });

    it('that were rejected can be put right or dismissed, once', async () => {
      const source = randomUUID();
      const wrong = [line({ product: 'P9' }), line({ lineId: 'B', partner: 'nobody' })];
      expect(await api().recordSales({ body: { source, lines: wrong } })).toMatchObject({ rejected: 2 });
      const { items } = await api().listOpenRejections({ query: { source } });
      expect(items).toMatchObject([{ code: 'UNKNOWN_PRODUCT' }, { code: 'UNKNOWN_PARTNER' }]);
      const [first, second] = items.map(({ rejectedId }) => ({ rejectedId }));
      await expect(
        api().resubmitSale({ params: first!, body: line({ product: 'P8' }) }),
      ).rejects.toMatchObject({
        code: 'LINE_STILL_REJECTED',
        details: { errors: [{ pointer: '/body/product' }] },
      });
      expect(await api().resubmitSale({ params: first!, body: line() })).toMatchObject({ accepted: 1 });
      await expect(api().resubmitSale({ params: first!, body: line() })).rejects.toMatchObject({
        code: 'REJECTION_CLOSED',
      });
      const dismissed = await api().dismissRejection({ params: second!, body: { reason: 'a test order' } });
      expect(dismissed).toMatchObject({ isOpen: false, dismissedBecause: 'a test order' });
      expect((await api().listOpenRejections({ query: { source } })).items).toEqual([]);
      await expect(
        api().dismissRejection({ params: { rejectedId: '999999' }, body: { reason: 'x' } }),
      ).rejects.toMatchObject({ code: 'REJECTION_NOT_FOUND' });
    });

    it('are tried again when the product they name is registered', async () => {
      const source = randomUUID();
      await api().recordSales({ body: { source, lines: [line({ product: 'P77' })] } });
      await api().registerProducts({
        body: [{ code: 'P77', name: 'New', category: 'Bikes', group: 'Road Bikes' }],
      });
      await finishJobs(app);
      expect(await salesOf(source)).toHaveLength(1);
    });
  });
});
