import type { Score } from '@quyu/feedback-contracts';
import { describe, expect, it } from 'vitest';
import { chunksOf, newsOf, type PartnerEvaluation } from './evaluation.js';

const score = (partnerId: string, change: Partial<Score> = {}): Score => ({
  partnerId,
  partnerCode: partnerId,
  year: 2019,
  score: '50.0000',
  grade: 'C',
  position: 1,
  parts: [],
  scorecardCode: 'partner-year',
  scorecardVersion: 1,
  ...change,
});
const evaluation = (partnerId: string): PartnerEvaluation => ({
  score: score(partnerId),
  recommendations: [],
});

describe('chunks of an evaluation', () => {
  it('cover all ids there can be, without overlap', () => {
    const chunks = chunksOf(['a', 'b', 'c', 'd', 'e'].map(evaluation), 2);
    expect(chunks.map(({ range }) => range)).toEqual([
      { after: undefined, upTo: 'b' },
      { after: 'b', upTo: 'd' },
      { after: 'd', upTo: undefined },
    ]);
    expect(chunks.map(({ evaluations }) => evaluations.length)).toEqual([2, 2, 1]);
  });

  it('are one that covers everything when nobody is scored', () => {
    expect(chunksOf([], 2)).toEqual([{ range: { after: undefined, upTo: undefined }, evaluations: [] }]);
  });
});

describe('news of scores', () => {
  it('is who is new, and whose score, grade or scorecard changed', () => {
    const before = ['a', 'b', 'c', 'd'].map((id) => score(id));
    const now = [
      score('a'),
      score('b', { score: '50.0001' }),
      score('c', { scorecardVersion: 2 }),
      score('d', { position: 2 }),
      score('e'),
    ];
    expect(newsOf(now, before).map(({ partnerId }) => partnerId)).toEqual(['b', 'c', 'e']);
  });
});
