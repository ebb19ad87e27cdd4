import { randomUUID } from 'node:crypto';
import { incentiveApi, partnerSalesSummarised, runCompleted } from '@quyu/incentive-contracts';
import { partnerEnrolled } from '@quyu/partner-contracts';
import { decimalOf, minorUnitsOf, money } from '@quyu/plugin-kit';
import { readBundledFile, readBundledTable, startTestHost, type TestHost } from '@quyu/testkit';
import { accountAssigned, staffEnrolled } from '@quyu/territory-contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incentive } from './plugin.js';
import { RESELLER_SALES } from './testing/reseller-sales.js';
import { MAIN_JOB_PLAN } from './testing/main-job-plan.js';
import { finishJobs } from './testing/small-market.js';

let app: TestHost;
const api = () => app.client(incentiveApi);

beforeAll(async () => {
  app = await startTestHost({ plugins: [incentive] });
  await announceMarket();
  await api().registerProducts({ body: products() });
  await app.settle();
  await api().setQuotas({ body: quotas() });
}, 120_000);

afterAll(() => app?.stop());

describe('the rewards of a real market', () => {
  it('ingests every line in seconds', async () => {
    const body = readBundledFile('reseller-sales.csv.gz');
    const begun = performance.now();
    const imported = await api().importSales({ query: RESELLER_SALES, body });
    // One second where nothing else runs; a test may share its machine.
    expect(performance.now() - begun).toBeLessThan(20_000);
    expect(imported).toMatchObject({ lines: 57_851, accepted: 57_851, duplicates: 0, rejected: 0 });
    expect(decimalOf(BigInt(imported.amount.amount))).toBe('77548570.20');
  }, 60_000);

  it('changes nothing when the same file comes again', async () => {
    await finishJobs(app);
    const body = readBundledFile('reseller-sales.csv.gz');
    const imported = await api().importSales({ query: RESELLER_SALES, body });
    expect(imported).toMatchObject({ lines: 57_851, accepted: 0, duplicates: 57_851, rejected: 0 });
    const { rows } = await app.db('incentive').query('select from dirty_quarter');
    expect(rows).toEqual([]);
  }, 60_000);

  it('calculates what an independent calculation gives', async () => {
    await api().putPlan({ params: { code: 'channel' }, body: MAIN_JOB_PLAN });
    const { jobId } = await api().startRun({ body: {} });
    const job = await app.finishJob('incentive', jobId, 60_000);
    expect(job).toMatchObject({ state: 'succeeded' });
    const { components } = await api().totalRewards({ query: { year: 2019 } });
    const totals = Object.fromEntries(
      components.map(({ component, total, ofYear }) => [
        component,
        [decimalOf(BigInt(total.amount)), decimalOf(BigInt(ofYear.amount))],
      ]),
    );
    expect(totals).toEqual({
      'volume-rebate': ['493140.25', '217754.57'],
      'growth-rebate': ['75438.05', '38105.65'],
      'attainment-bonus': ['406399.40', '178370.01'],
    });
  }, 90_000);

  it('gives the same again when it is run again', async () => {
    await app.settle(60_000);
    const [first] = await app.published(runCompleted);
    const { jobId } = await api().startRun({ body: { mode: 'full' } });
    const { result } = await app.finishJob('incentive', jobId, 60_000);
    expect(result).toMatchObject({ results: first!.data.results, changed: 0 });
    await app.settle();
    const { runId } = result as { readonly runId: string };
    expect(await api().getRun({ params: { runId } })).toMatchObject({ digest: first!.data.digest });
    // Nothing is other than it was, so nobody is told.
    expect(await app.published(runCompleted)).toHaveLength(1);
  }, 90_000);

  it('sums sales up by territory and by partner', async () => {
    const { accepted, rejected, territories } = await api().totalSales({ query: { year: 2019 } });
    expect({ accepted, rejected, territories: territories.length }).toEqual({
      accepted: 57_851,
      rejected: 0,
      territories: 10,
    });
    const summaries = await app.published(partnerSalesSummarised);
    const sales = summaries.reduce((sum, { data }) => sum + BigInt(data.sales.amount), 0n);
    expect(decimalOf(sales)).toBe('77548570.20');
  });
});

async function announceMarket(): Promise<void> {
  const placeTerritory = new Map(
    readBundledTable('geography.csv').map((row) => [row['GeographyKey'], row['SalesTerritoryKey']!]),
  );
  const resellers = readBundledTable('resellers.csv.gz').map((row) => ({
    row,
    partnerId: randomUUID(),
  }));
  await app.publish(
    partnerEnrolled,
    ...resellers.map(({ row, partnerId }) => ({
      partnerId,
      code: row['ResellerCode']!,
      externalId: row['ResellerKey']!,
      name: row['ResellerName']!,
      type: 'dealer' as const,
      address: { country: 'US', province: '', city: '' },
    })),
  );
  await app.publish(
    accountAssigned,
    ...resellers.map(({ row, partnerId }) => {
      const territoryCode = placeTerritory.get(row['GeographyKey'])!;
      const account = { subjectId: partnerId, subjectCode: row['ResellerCode']!, modelCode: 'world' };
      return { ...account, territoryCode, territoryName: territoryCode, path: [], ruleCode: territoryCode };
    }),
  );
  const people = readBundledTable('salespeople.csv');
  await app.publish(
    staffEnrolled,
    ...people.map((row) => ({
      staffId: randomUUID(),
      code: row['EmployeeKey']!,
      name: `${row['FirstName']} ${row['LastName']}`,
      title: row['Title']!,
      managerCode: null,
      territoryCodes: [],
    })),
  );
}

function products() {
  return readBundledTable('products.csv').map((row) => ({
    code: row['ProductKey']!,
    name: row['Product']!,
    category: row['Category']!,
    group: row['Subcategory']!,
  }));
}

function quotas() {
  return readBundledTable('sales-quotas.csv').map((row) => ({
    salespersonCode: row['EmployeeKey']!,
    period: `${row['Year']}-Q${row['Quarter']}`,
    amount: money(minorUnitsOf(row['SalesAmountQuota']!), 'USD'),
  }));
}
