import type { ActionRule } from '@quyu/feedback-contracts';
import { describe, expect, it } from 'vitest';
import { recommendActions } from './recommendations.js';

const rules: ActionRule[] = [
  { kind: 'grow', grade: 'A', salesRatioAtLeastBp: 12_000 },
  { kind: 'exit-review', grade: 'D', salesRatioAtMostBp: 5000 },
];
const kinds = (grade: string, sales: bigint, salesBefore: bigint, given = rules): string[] => {
  const facts = { partnerId: 'p', partnerCode: 'P', sales, salesBefore, orders: 1, productGroups: 1 };
  return recommendActions(given, { grade, facts }, 2019).map(({ kind }) => kind);
};

describe('a recommendation', () => {
  it('to grow is for an A with growth of at least a fifth', () => {
    expect(kinds('A', 120n, 100n)).toEqual(['grow']);
    expect(kinds('A', 11_999_999n, 10_000_000n)).toEqual([]);
    expect(kinds('B', 200n, 100n)).toEqual([]);
  });

  it('to review the exit is for a D at half the sales or less', () => {
    expect(kinds('D', 50n, 100n)).toEqual(['exit-review']);
    expect(kinds('D', 5_000_001n, 10_000_000n)).toEqual([]);
  });

  it('needs sales of the year before', () => {
    expect(kinds('A', 120n, 0n)).toEqual([]);
    expect(kinds('A', 120n, -5n)).toEqual([]);
    expect(kinds('A', 120n, 0n, [{ kind: 'grow', grade: 'A' }])).toEqual([]);
  });

  it('comes once a kind, whichever of its rules hold', () => {
    expect(kinds('A', 200n, 100n, [...rules, { kind: 'grow', grade: 'A' }])).toEqual(['grow']);
  });

  it('says why', () => {
    const facts = {
      partnerId: 'p',
      partnerCode: 'P',
      sales: 1312n,
      salesBefore: 1000n,
      orders: 1,
      productGroups: 1,
    };
    const [recommendation] = recommendActions(rules, { grade: 'A', facts }, 2019);
    expect(recommendation?.reason).toBe('Grade A, sales at 131.20 % of the year before');
  });
});
