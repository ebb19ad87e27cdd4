import { actionRecommended, feedbackApi, partnerScored, type ScorecardDraft } from '@quyu/feedback-contracts';
import { partnerSalesSummarised } from '@quyu/incentive-contracts';
import type { JobStatus } from '@quyu/plugin-kit';
import { deadAddressesOf, startTestHost, type TestHost } from '@quyu/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { feedback } from '../plugin.js';
import { idOf, type PartnerQuarter, quarterOf } from '../testing/partner-quarters.js';

let app: TestHost;
/** Each test has years and a scorecard of its own. */
let year = 1950;
let before = 1949;
const params = { code: '' };

beforeAll(async () => {
  app = await startTestHost({
    plugins: [feedback],
    settings: { serviceUrls: deadAddressesOf(feedback) },
  });
});
afterAll(() => app.stop());
beforeEach(() => {
  year += 3;
  before = year - 1;
  params.code = `partner-${year}`;
});

const bySales: ScorecardDraft = {
  name: 'Partner year',
  indicators: [{ fact: 'sales', weightBp: 10_000 }],
  bands: [
    { grade: 'A', from: 80 },
    { grade: 'C', from: 40 },
    { grade: 'D', from: 0 },
  ],
  actions: [
    { kind: 'grow', grade: 'A', salesRatioAtLeastBp: 12_000 },
    { kind: 'exit-review', grade: 'D', salesRatioAtMostBp: 5000 },
  ],
};
const setScorecard = (change: Partial<ScorecardDraft> = {}) =>
  app.client(feedbackApi).putScorecard({ params, body: { ...bySales, ...change } });
const hear = async (...quarters: readonly PartnerQuarter[]): Promise<void> => {
  await app.publish(partnerSalesSummarised, ...quarters);
  await app.settle();
};
const evaluate = async (): Promise<JobStatus> => {
  const { jobId } = await app.client(feedbackApi).startEvaluation({ params, body: { year } });
  const job = await app.finishJob('feedback', jobId);
  await app.settle();
  return job;
};
const scores = async (): Promise<string[]> => {
  const { items } = await app.client(feedbackApi).listScores({ params, query: { year } });
  return items.map((each) => [each.partnerCode, each.score, each.grade, each.position].join(' '));
};
const actions = async (): Promise<string[]> => {
  const { items } = await app.client(feedbackApi).listRecommendations({ params, query: { year } });
  return items.map(({ partnerCode, kind }) => `${partnerCode} ${kind}`);
};
const told = async (): Promise<string[]> => {
  const events = (await app.published(partnerScored)).filter(({ data }) => data.year === year);
  return events.map(({ data }) => `${data.partnerCode} ${data.score} ${data.grade}`);
};
const advised = async (): Promise<string[]> => {
  const events = (await app.published(actionRecommended)).filter(({ data }) => data.year === year);
  return events.map(({ data }) => `${data.partnerCode} ${data.kind}`);
};
const threePartners = (): PartnerQuarter[] => [
  quarterOf(1, `${before}-Q4`, 100),
  quarterOf(1, `${year}-Q1`, 100),
  quarterOf(1, `${year}-Q4`, 500),
  quarterOf(2, `${before}-Q4`, 300),
  quarterOf(2, `${year}-Q1`, 300),
  quarterOf(3, `${before}-Q1`, 200),
  quarterOf(3, `${year}-Q1`, 100),
  quarterOf(4, `${before}-Q1`, 900),
];

describe('an evaluation', () => {
  it('scores who sold in the year, recommends, and tells so', async () => {
    await setScorecard();
    await hear(...threePartners());
    const job = await evaluate();
    expect(job).toMatchObject({
      state: 'succeeded',
      result: { scored: 3, recommended: 2, changed: 5, superseded: false },
    });
    expect(await scores()).toEqual(['P-1 100.0000 A 1', 'P-2 50.0000 C 2', 'P-3 0.0000 D 3']);
    expect(await actions()).toEqual(['P-1 grow', 'P-3 exit-review']);
    expect(await told()).toEqual(['P-1 100.0000 A', 'P-2 50.0000 C', 'P-3 0.0000 D']);
    expect(await advised()).toEqual(['P-1 grow', 'P-3 exit-review']);
  });

  it('changes and tells nothing when nothing changed', async () => {
    await setScorecard();
    await hear(...threePartners());
    await evaluate();
    await hear(...threePartners());
    expect((await evaluate()).result).toEqual({ scored: 3, recommended: 2, changed: 0, superseded: false });
    expect([(await told()).length, (await advised()).length]).toEqual([3, 2]);
  });

  it('tells only what changed, and takes back what no longer holds', async () => {
    await setScorecard();
    await hear(...threePartners());
    await evaluate();
    await hear(quarterOf(2, `${year}-Q2`, 1000), quarterOf(3, `${year}-Q1`, 0));
    expect((await evaluate()).result).toMatchObject({ scored: 2, recommended: 1 });
    expect(await scores()).toEqual(['P-2 100.0000 A 1', 'P-1 0.0000 D 2']);
    expect(await actions()).toEqual(['P-2 grow']);
    expect((await told()).slice(3)).toEqual(['P-1 0.0000 D', 'P-2 100.0000 A']);
    expect((await advised()).slice(2)).toEqual(['P-2 grow']);
  });

  it('adds up quarters: sales and orders as sums, product groups as a union', async () => {
    const fact = (name: 'orders' | 'product-groups'): ScorecardDraft['indicators'][number] => ({
      fact: name,
      weightBp: 5000,
    });
    await setScorecard({ indicators: [fact('orders'), fact('product-groups')] });
    await hear(
      quarterOf(1, `${year}-Q1`, 100, { orders: 2, productGroups: ['Gloves', 'Helmets'] }),
      quarterOf(1, `${year}-Q2`, 100, { orders: 3, productGroups: ['Helmets', 'Pedals'] }),
      quarterOf(2, `${year}-Q1`, 100, { orders: 4, productGroups: [] }),
    );
    await evaluate();
    const { items } = await app.client(feedbackApi).listScores({ params, query: { year } });
    const values = items.map(({ parts }) => parts.map(({ value, rank }) => `${value} ${rank}`));
    expect(values).toEqual([
      ['5 1/1', '3 1/1'],
      ['4 0/1', '0 0/1'],
    ]);
  });

  it('covers more partners than fit one transaction', async () => {
    await setScorecard();
    const partners = Array.from({ length: 1100 }, (_, index) => index + 1);
    await hear(...partners.map((partner) => quarterOf(partner, `${year}-Q1`, partner)));
    expect((await evaluate()).result).toMatchObject({ scored: 1100 });
    const client = app.client(feedbackApi);
    const first = await client.listScores({ params, query: { year, limit: 2 } });
    const second = await client.listScores({ params, query: { year, limit: 2, cursor: first.next! } });
    const codes = [...first.items, ...second.items].map(
      ({ partnerCode, position }) => `${partnerCode} ${position}`,
    );
    expect(codes).toEqual(['P-1100 1', 'P-1099 2', 'P-1098 3', 'P-1097 4']);
    const best = await client.listScores({ params, query: { year, grade: 'A', limit: 200 } });
    expect(best.items.every(({ grade }) => grade === 'A')).toBe(true);
  });

  it('started several times at once ends in one result, told once', async () => {
    await setScorecard();
    await hear(...Array.from({ length: 600 }, (_, index) => quarterOf(index, `${year}-Q1`, index + 1)));
    const jobs = await Promise.all([evaluate(), evaluate(), evaluate()]);
    expect(jobs.map(({ state }) => state)).toEqual(['succeeded', 'succeeded', 'succeeded']);
    expect(await told()).toHaveLength(600);
  });

  it('fails, and says why, where amounts of different currencies would be compared', async () => {
    await setScorecard();
    await hear(
      quarterOf(1, `${year}-Q1`, 100),
      quarterOf(2, `${year}-Q1`, 100, { sales: { amount: '100', currency: 'CNY' } }),
    );
    const job = await evaluate();
    expect(job.state).toBe('failed');
    expect(job.error).toContain('CNY, USD');
    expect(await scores()).toEqual([]);
  });

  it('finds nobody in a year without sales', async () => {
    await setScorecard();
    expect((await evaluate()).result).toEqual({ scored: 0, recommended: 0, changed: 0, superseded: false });
  });
});

describe('a scorecard', () => {
  it('gets a new version with new terms only', async () => {
    expect(await setScorecard()).toMatchObject({ code: params.code, version: 1 });
    expect(await setScorecard()).toMatchObject({ version: 1 });
    expect(await setScorecard({ name: 'Other' })).toMatchObject({ version: 2, name: 'Other' });
  });

  it('that contradicts itself is refused with every fault at its place', async () => {
    const wrong = setScorecard({
      indicators: [{ fact: 'sales', weightBp: 5000 }],
      bands: [{ grade: 'B', from: 60 }],
    });
    await expect(wrong).rejects.toMatchObject({
      code: 'SCORECARD_INVALID',
      status: 422,
      details: {
        errors: [
          { pointer: '/body/indicators' },
          { pointer: '/body/bands' },
          { pointer: '/body/actions/0/grade' },
          { pointer: '/body/actions/1/grade' },
        ],
      },
    });
  });

  it('that nobody has set cannot be evaluated or read', async () => {
    const client = app.client(feedbackApi);
    const notFound = { code: 'SCORECARD_NOT_FOUND', status: 404 };
    const none = { code: 'none' };
    await expect(client.startEvaluation({ params: none, body: { year } })).rejects.toMatchObject(notFound);
    await expect(client.listScores({ params: none, query: { year } })).rejects.toMatchObject(notFound);
    await expect(client.listRecommendations({ params: none, query: { year } })).rejects.toMatchObject(
      notFound,
    );
  });

  it('gives its lists in pages, and refuses a cursor of another list', async () => {
    await setScorecard();
    await hear(...threePartners());
    await evaluate();
    const client = app.client(feedbackApi);
    const first = await client.listRecommendations({ params, query: { year, limit: 1 } });
    const second = await client.listRecommendations({
      params,
      query: { year, limit: 1, cursor: first.next! },
    });
    expect([...first.items, ...second.items].map(({ kind }) => kind)).toEqual(['grow', 'exit-review']);
    expect(first.items[0]).toMatchObject({
      partnerId: idOf(1),
      reason: 'Grade A, sales at 600.00 % of the year before',
    });
    const grow = await client.listRecommendations({ params, query: { year, kind: 'grow' } });
    expect(grow.items).toEqual(first.items);
    const misused = client.listScores({ params, query: { year, cursor: first.next! } });
    await expect(misused).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
  });
});
