import type { MarketReview } from '@quyu/feedback-contracts';
import { describe, expect, it } from 'vitest';
import { renderReport } from './render-report.js';
import { faultOf, reportOf } from './report.js';

const review: MarketReview = {
  year: 2019,
  currency: 'USD',
  territory: { partners: { Northwest: 90, Canada: 114 }, sales: { Northwest: '1234567.89', Canada: '0.11' } },
  partner: { approved: 3, review: 4 },
  incentive: {
    lines: { accepted: 57851, rejected: 0, amount: '80450596.84' },
    volumeRebate: { total: '2.00', ofYear: '1.00' },
    growthRebate: { total: '4.00', ofYear: '3.00' },
    attainmentBonus: { total: '6.00', ofYear: '5.00' },
  },
  marketing: { mdfAccrued: { total: '8.00', ofYear: '7.00' }, campaigns: 16 },
  feedback: {
    observations: 2727,
    scored: 5,
    grades: { A: 1, B: 2, C: 1, D: 1 },
    actions: { grow: 1, exitReview: 0 },
  },
  events: { partner: { published: 10, handled: 5 }, incentive: { published: 1, handled: 20 } },
  stuck: { outbox: 0, deadLetters: 0 },
};
const seconds = { boot: 2.25, import: null, calculate: 3 };

describe('the report', () => {
  it('has the shape that was agreed, with the year in its keys', () => {
    const { events, partner, feedback, stuck } = review;
    expect(reportOf(review, seconds)).toEqual({
      territory: { partners: review.territory.partners, sales2019: review.territory.sales },
      partner,
      incentive: {
        lines: review.incentive.lines,
        volumeRebate: { total: '2.00', '2019': '1.00' },
        growthRebate: { total: '4.00', '2019': '3.00' },
        attainmentBonus: { total: '6.00', '2019': '5.00' },
      },
      marketing: { mdfAccrued: { total: '8.00', '2019': '7.00' }, campaigns: 16 },
      feedback,
      events,
      stuck,
      seconds,
    });
  });

  it('is shown with sums, and with digits in groups', () => {
    const text = renderReport(reportOf(review, seconds), { year: 2019 });
    expect(text).toContain('Market review 2019');
    expect(text).toMatch(/Northwest\s+│\s+90\s+│\s+1,234,567.89/);
    expect(text).toMatch(/All\s+│\s+204\s+│\s+1,234,568.00/);
    expect(text).toMatch(/Grades\s+│\s+│\s+A 1 {2}B 2 {2}C 1 {2}D 1/);
    expect(text).toContain('2.3, -, 3.0');
  });

  it('speaks Chinese', () => {
    const text = renderReport(reportOf(review, seconds), { year: 2019, language: 'zh' });
    expect(text).toContain('2019 年度市场总览');
    expect(text).toContain('销量返利');
  });

  it('is in order only when nothing is left anywhere', () => {
    expect(faultOf({ stuck: { outbox: 0, deadLetters: 0 } })).toBeUndefined();
    expect(faultOf({ stuck: { outbox: 0, deadLetters: 2 } })).toBe(
      '0 events wait in an outbox and 2 in a dead-letter table.',
    );
  });
});
