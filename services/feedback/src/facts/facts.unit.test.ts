import { partnerSalesSummarised } from '@quyu/incentive-contracts';
import { describe, expect, it } from 'vitest';
import { latestQuarters } from './facts.js';

const quarter = partnerSalesSummarised.examples[0]!;

describe('quarter facts', () => {
  it('are what was said last, in one order for everybody', () => {
    const later = { ...quarter, orders: 3 };
    const other = { ...quarter, period: '2018-Q1' };
    expect(latestQuarters([quarter, later, other])).toEqual([other, later]);
  });
});
