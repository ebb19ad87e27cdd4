import { feedbackApi } from '@quyu/feedback-contracts';
import { incentiveApi, partnerSalesSummarised } from '@quyu/incentive-contracts';
import { marketingApi } from '@quyu/marketing-contracts';
import { partnerApi } from '@quyu/partner-contracts';
import type { Money } from '@quyu/plugin-kit';
import { standInFor, startTestHost, type TestHost } from '@quyu/testkit';
import { accountAssigned, accountUnassigned, territoryApi } from '@quyu/territory-contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { feedback } from '../plugin.js';
import { quarterOf } from '../testing/partner-quarters.js';

const usd = (amount: string): Money => ({ amount, currency: 'USD' });

/** The services that the review asks, with answers that do not change. */
const neighbours = [
  standInFor(
    territoryApi,
    {
      countAssignments: async () => ({
        territories: [
          { code: '9', name: 'Australia', subjects: 40 },
          { code: '5', name: 'Southeast', subjects: 0 },
        ],
        gaps: 0,
        conflicts: 0,
      }),
    },
    [accountAssigned, accountUnassigned],
  ),
  standInFor(partnerApi, { countPartners: async () => ({ approved: 30, review: 10, declined: 0 }) }),
  standInFor(
    incentiveApi,
    {
      totalSales: async ({ query: { year } }) => ({
        accepted: 7,
        rejected: 1,
        amount: usd('1000050'),
        territories: [{ code: '9', name: 'Australia', amount: usd(String(year)) }],
      }),
      totalRewards: async () => ({
        components: [{ component: 'growth-rebate', total: usd('500'), ofYear: usd('200'), results: 2 }],
      }),
    },
    [partnerSalesSummarised],
  ),
  standInFor(marketingApi, {
    totalMdf: async () => ({ total: usd('10001'), ofYear: usd('20'), campaigns: 16 }),
  }),
];

let app: TestHost;
beforeAll(async () => {
  app = await startTestHost({
    plugins: [feedback, ...neighbours],
    env: { FEEDBACK_REVIEW_SCORECARD: 'by-sales' },
  });
});
afterAll(() => app.stop());

describe('the market review', () => {
  it('puts together what every service says of the year', async () => {
    const client = app.client(feedbackApi);
    const params = { code: 'by-sales' };
    const body = {
      name: 'By sales',
      indicators: [{ fact: 'sales' as const, weightBp: 10_000 }],
      bands: [
        { grade: 'A', from: 80 },
        { grade: 'B', from: 60 },
        { grade: 'D', from: 0 },
      ],
      actions: [{ kind: 'grow' as const, grade: 'A', salesRatioAtLeastBp: 12_000 }],
    };
    await client.putScorecard({ params, body });
    await app.publish(
      partnerSalesSummarised,
      quarterOf(1, '2018-Q1', 10),
      quarterOf(1, '2019-Q1', 300),
      quarterOf(2, '2019-Q1', 200),
      quarterOf(3, '2019-Q1', 100),
    );
    await app.settle();
    const { jobId } = await client.startEvaluation({ params, body: { year: 2019 } });
    await app.finishJob('feedback', jobId);
    await app.settle();

    const review = await client.reviewMarket({ query: { year: 2019 } });
    expect(review).toMatchObject({
      year: 2019,
      currency: 'USD',
      territory: {
        partners: { Australia: 40, Southeast: 0 },
        sales: { Australia: '20.19', Southeast: '0.00' },
      },
      partner: { approved: 30, review: 10 },
      incentive: {
        lines: { accepted: 7, rejected: 1, amount: '10000.50' },
        volumeRebate: { total: '0.00', ofYear: '0.00' },
        growthRebate: { total: '5.00', ofYear: '2.00' },
      },
      marketing: { mdfAccrued: { total: '100.01', ofYear: '0.20' }, campaigns: 16 },
      feedback: {
        observations: 0,
        scored: 3,
        grades: { A: 1, B: 0, D: 2 },
        actions: { grow: 1, exitReview: 0 },
      },
      stuck: { outbox: 0, deadLetters: 0 },
    });
    expect(Object.keys(review.events).toSorted()).toEqual([
      'feedback',
      'incentive',
      'marketing',
      'partner',
      'territory',
    ]);
    expect(review.events['feedback']).toEqual({ published: 4, handled: 4 });
  });

  it('shows nobody what they may not see elsewhere', async () => {
    const client = app.client(feedbackApi, { permissions: ['feedback:review', 'platform:read'] });
    await expect(client.reviewMarket({ query: { year: 2019 } })).rejects.toMatchObject({
      code: 'FORBIDDEN',
      status: 403,
    });
  });
});
