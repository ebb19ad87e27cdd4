import { partnerSalesSummarised } from '@quyu/incentive-contracts';
import { marketingApi, mdfAccrued } from '@quyu/marketing-contracts';
import type { DataOf } from '@quyu/plugin-kit';
import { startTestHost, type TestHost } from '@quyu/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { marketing } from '../plugin.js';

let app: TestHost;
beforeEach(async () => {
  app = await startTestHost({ plugins: [marketing] });
});
afterEach(() => app.stop());

type Quarter = DataOf<typeof partnerSalesSummarised>;

const idOf = (partner: number): string => `0198c0de-0000-7000-8000-${String(partner).padStart(12, '0')}`;
const quarter = (partner: number, period: string, cents: number, currency = 'USD'): Quarter => ({
  partnerId: idOf(partner),
  partnerCode: `P-${partner}`,
  period,
  sales: { amount: String(cents), currency },
  orders: 1,
  lines: 1,
  productGroups: ['Helmets'],
});
const hear = async (...quarters: readonly Quarter[]): Promise<void> => {
  await app.publish(partnerSalesSummarised, ...quarters);
  await app.settle();
};
const setRate = async (rateBp: number, code = 'standard') =>
  app.client(marketingApi).putAccrualRule({ params: { code }, body: { rateBp } });
const total = async (year = 2019): Promise<string> => {
  const { total: all, ofYear } = await app.client(marketingApi).totalMdf({ query: { year } });
  return `${all.amount} ${ofYear.amount} ${all.currency}`;
};
const entries = async (): Promise<string[]> => {
  const { items } = await app.client(marketingApi).listMdfEntries({ query: { limit: 200 } });
  return items.map((each) =>
    [each.partnerCode, each.period, each.kind, each.amount.amount, each.ruleVersion].join(' '),
  );
};
/** Jobs start by themselves; the ledger shows when they are done. */
const waitForTotal = (wanted: string) => expect.poll(() => total(), { timeout: 10_000 }).toBe(wanted);

describe('MDF accrues with sales', () => {
  it('once a quarter, rounded half up, and tells so', async () => {
    await setRate(100);
    await hear(quarter(1, '2019-Q3', 1_234_550), quarter(1, '2018-Q4', 149), quarter(2, '2019-Q3', 49));
    const made = await entries();
    expect(made.toSorted()).toEqual(['P-1 2018-Q4 accrue 1 1', 'P-1 2019-Q3 accrue 12346 1']);
    expect(await total()).toBe('12347 12346 USD');
    const events = await app.published(mdfAccrued);
    const event = events.find(({ data }) => data.period === '2019-Q3');
    expect(event!.data).toEqual({
      partnerId: idOf(1),
      partnerCode: 'P-1',
      period: '2019-Q3',
      amount: { amount: '12346', currency: 'USD' },
      accrued: { amount: '12346', currency: 'USD' },
    });
  });

  it('adjusts by the difference when the sales change, and not at all when they do not', async () => {
    await setRate(100);
    await hear(quarter(1, '2019-Q3', 1_000_000));
    await hear(quarter(1, '2019-Q3', 1_000_000));
    await hear(quarter(1, '2019-Q3', 900_000), quarter(1, '2019-Q3', 800_000));
    const all = await entries();
    expect(all[0]).toBe('P-1 2019-Q3 accrue 10000 1');
    expect(all.slice(1).every((entry) => entry.includes(' adjust '))).toBe(true);
    expect(await total()).toBe('8000 8000 USD');
    const accrued = (await app.published(mdfAccrued)).map(({ data }) => data.accrued.amount);
    expect(accrued.at(-1)).toBe('8000');
    expect(accrued).toHaveLength(all.length);
  });

  it('takes many partners at once', async () => {
    await setRate(100);
    await hear(...Array.from({ length: 700 }, (_, index) => quarter(index, '2019-Q1', 10_000)));
    expect(await total()).toBe('70000 70000 USD');
  });

  it('keeps currencies apart', async () => {
    await setRate(100);
    await hear(quarter(1, '2019-Q1', 10_000), quarter(2, '2019-Q1', 30_000, 'CNY'));
    await expect(total()).rejects.toMatchObject({ code: 'CURRENCY_NEEDED', status: 409 });
    const yuan = await app.client(marketingApi).totalMdf({ query: { year: 2019, currency: 'CNY' } });
    expect(yuan.total).toEqual({ amount: '300', currency: 'CNY' });
  });
});

describe('the accrual rule', () => {
  it('may come after the sales: known quarters are brought up to date', async () => {
    await hear(quarter(1, '2019-Q1', 10_000), quarter(2, '2018-Q1', 20_000));
    expect(await entries()).toEqual([]);
    expect(await setRate(100)).toEqual({ code: 'standard', version: 1, rateBp: 100 });
    await waitForTotal('300 100 USD');
  });

  it('changes nothing when it is set to the same rate', async () => {
    await setRate(100);
    await hear(quarter(1, '2019-Q1', 10_000));
    expect(await setRate(100)).toEqual({ code: 'standard', version: 1, rateBp: 100 });
    expect(await entries()).toHaveLength(1);
  });

  it('gets a new version with a new rate, and every known quarter its adjustment', async () => {
    await setRate(100);
    const partners = Array.from({ length: 600 }, (_, index) => index);
    await hear(...partners.map((partner) => quarter(partner, '2019-Q1', 10_000)));
    expect(await setRate(50)).toMatchObject({ version: 2 });
    await waitForTotal('30000 30000 USD');
    const { items } = await app.client(marketingApi).listMdfEntries({ query: { partnerCode: 'P-7' } });
    expect(items.map(({ kind, amount, ruleVersion }) => [kind, amount.amount, ruleVersion])).toEqual([
      ['accrue', '100', 1],
      ['adjust', '-50', 2],
    ]);
  });

  it('accrues the same whichever of sales and new rates comes first', async () => {
    await setRate(100);
    const quarters = Array.from({ length: 200 }, (_, index) => quarter(index, '2019-Q2', 10_000));
    await Promise.all([hear(...quarters), setRate(200), setRate(300, 'launch')]);
    await waitForTotal('100000 100000 USD');
    expect((await entries()).length).toBeGreaterThan(0);
  });
});

describe('the ledger', () => {
  it('refuses to change or lose an entry, even for its owner', async () => {
    await setRate(100);
    await hear(quarter(1, '2019-Q1', 10_000));
    const db = app.db('marketing');
    const appendOnly = /append-only/;
    await expect(db.query('update mdf_entry set amount = 1')).rejects.toThrow(appendOnly);
    await expect(db.query('delete from mdf_entry')).rejects.toThrow(appendOnly);
    await expect(db.query('truncate mdf_entry')).rejects.toThrow(appendOnly);
    expect(await total()).toBe('100 100 USD');
  });

  it('is read in pages, by partner and period', async () => {
    await setRate(100);
    await hear(...[1, 2, 3].map((partner) => quarter(partner, '2019-Q1', 10_000)));
    await hear(quarter(2, '2019-Q2', 10_000));
    const client = app.client(marketingApi);
    const first = await client.listMdfEntries({ query: { limit: 3 } });
    const second = await client.listMdfEntries({ query: { limit: 3, cursor: first.next! } });
    expect([first.items.length, second.items.length, second.next]).toEqual([3, 1, null]);
    const one = await client.listMdfEntries({ query: { partnerCode: 'P-2', period: '2019-Q2' } });
    expect(one.items).toMatchObject([{ partnerCode: 'P-2', period: '2019-Q2', sales: { amount: '10000' } }]);
    const foreign = Buffer.from('["not-an-id"]').toString('base64url');
    await expect(client.listMdfEntries({ query: { cursor: foreign } })).rejects.toMatchObject({
      code: 'INVALID_CURSOR',
    });
  });
});
