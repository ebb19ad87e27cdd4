import type { ObservationLine } from '@quyu/feedback-contracts';
import type { Line } from '@quyu/plugin-kit';
import { describe, expect, it } from 'vitest';
import { firstOfEach, judgeLines } from './observations.js';

const helmets: ObservationLine = {
  source: 'survey-2013',
  externalId: '1',
  respondent: 'C-11000',
  category: 'Accessories',
  group: 'Helmets',
  observedOn: '2013-05-09',
};
const line = (number: number, value: ObservationLine): Line<ObservationLine> => ({
  line: number,
  ok: true,
  value,
});

describe('recording observations', () => {
  it('takes what is new', () => {
    const lines = [line(1, helmets), line(2, { ...helmets, externalId: '2' })];
    const all = lines.map(({ value }) => value);
    expect(firstOfEach(lines)).toEqual(all);
    expect(judgeLines(lines, all, all)).toEqual(all.map((value) => ({ kind: 'new', value })));
  });

  it('changes nothing when the same comes again', () => {
    expect(judgeLines([line(1, helmets)], [], [helmets])).toEqual([{ kind: 'unchanged' }]);
  });

  it('refuses other content under a known key, and names every field that differs', () => {
    const other = { ...helmets, category: 'Bikes', group: 'Road Bikes' };
    expect(judgeLines([line(7, other)], [], [helmets])).toEqual([
      {
        kind: 'faulty',
        faults: [
          { pointer: '/category', code: 'CONFLICTING_OBSERVATION', message: 'is on record as "Accessories"' },
          { pointer: '/group', code: 'CONFLICTING_OBSERVATION', message: 'is on record as "Helmets"' },
        ],
      },
    ]);
  });

  it('takes the first of two lines with one key: the same again is unchanged, another is refused', () => {
    const lines = [line(1, helmets), line(2, helmets), line(3, { ...helmets, respondent: 'C-2' })];
    expect(firstOfEach(lines)).toEqual([helmets]);
    const judged = judgeLines(lines, [helmets], [helmets]);
    expect(judged.map(({ kind }) => kind)).toEqual(['new', 'unchanged', 'faulty']);
  });

  it('keeps keys apart that would look alike when written together', () => {
    const lines = [
      line(1, { ...helmets, source: 'a', externalId: 'bc' }),
      line(2, { ...helmets, source: 'ab', externalId: 'c' }),
    ];
    expect(firstOfEach(lines)).toHaveLength(2);
  });
});
