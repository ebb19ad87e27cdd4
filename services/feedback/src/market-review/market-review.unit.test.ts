import { describe, expect, it } from 'vitest';
import { type Answers, composeReview } from './market-review.js';

const usd = (amount: string): { amount: string; currency: string } => ({ amount, currency: 'USD' });
const idle = { published: 0, handled: 0, outbox: 0, parked: 0, pending: 0, jobs: 0, deadLetters: 0 };

const answers: Answers = {
  assignments: {
    territories: [
      { code: '9', name: 'Australia', subjects: 3 },
      { code: '5', name: 'Southeast', subjects: 0 },
    ],
    gaps: 0,
    conflicts: 0,
  },
  partners: { approved: 2, review: 1, declined: 0 },
  sales: {
    accepted: 5,
    rejected: 1,
    amount: usd('123456'),
    territories: [{ code: '9', name: 'Australia', amount: usd('5005') }],
  },
  rewards: {
    components: [{ component: 'volume-rebate', total: usd('150'), ofYear: usd('100'), results: 2 }],
  },
  mdf: { total: usd('1235'), ofYear: usd('0'), campaigns: 16 },
  feedback: { observations: 7, scored: 2, grades: { A: 1, D: 1 }, actions: { grow: 1, exitReview: 0 } },
  bus: {
    territory: { ...idle, published: 4, handled: 3, outbox: 1 },
    partner: { ...idle, parked: 2, deadLetters: 5 },
  },
};

describe('the market review', () => {
  it('shows what the services know, as decimals', () => {
    expect(composeReview(2019, answers)).toEqual({
      year: 2019,
      currency: 'USD',
      territory: {
        partners: { Australia: 3, Southeast: 0 },
        sales: { Australia: '50.05', Southeast: '0.00' },
      },
      partner: { approved: 2, review: 1 },
      incentive: {
        lines: { accepted: 5, rejected: 1, amount: '1234.56' },
        volumeRebate: { total: '1.50', ofYear: '1.00' },
        growthRebate: { total: '0.00', ofYear: '0.00' },
        attainmentBonus: { total: '0.00', ofYear: '0.00' },
      },
      marketing: { mdfAccrued: { total: '12.35', ofYear: '0.00' }, campaigns: 16 },
      feedback: answers.feedback,
      events: { territory: { published: 4, handled: 3 }, partner: { published: 0, handled: 0 } },
      stuck: { outbox: 3, deadLetters: 5 },
    });
  });

  it('adds up territories that share a name, and keeps one with sales that has no accounts any more', () => {
    const { territory } = composeReview(2019, {
      ...answers,
      assignments: {
        ...answers.assignments,
        territories: [
          { code: 'us-central', name: 'Central', subjects: 2 },
          { code: 'de-central', name: 'Central', subjects: 1 },
        ],
      },
    });
    expect(territory).toEqual({ partners: { Central: 3 }, sales: { Central: '0.00', Australia: '50.05' } });
  });

  it('never shows amounts of two currencies under one', () => {
    const mdf = { ...answers.mdf, total: { amount: '700', currency: 'CNY' } };
    expect(() => composeReview(2019, { ...answers, mdf })).toThrow('amounts are in USD, CNY');
  });

  it('does not mind the currency of a zero', () => {
    const none = { amount: '0', currency: 'CNY' };
    expect(
      composeReview(2019, { ...answers, mdf: { total: none, ofYear: none, campaigns: 0 } }).currency,
    ).toBe('USD');
  });
});
