import { type BulkLine, REJECTIONS_SHOWN } from '@quyu/contract-kit';
import { expect, it } from 'vitest';
import { type Judgement, newValues, takeLines } from './take-lines.js';

async function* lines(count: number, faulty: readonly number[]): AsyncIterable<BulkLine<number>> {
  for (let line = 1; line <= count; line += 1) {
    if (faulty.includes(line))
      yield { line, ok: false, faults: [{ pointer: '/size', code: 'invalid_type', message: 'wrong' }] };
    else yield { line, ok: true, value: line };
  }
}

const judge = (value: number): Judgement<number> => {
  if (value % 100 === 0)
    return { kind: 'faulty', faults: [{ pointer: '', code: 'ROUND', message: 'too round' }] };
  return value % 2 === 0 ? { kind: 'unchanged' } : { kind: 'new', value };
};

it('takes lines in chunks and tells of every line what became of it', async () => {
  const chunks: number[] = [];
  const summary = await takeLines(lines(1200, [7, 1200]), async (chunk) => {
    chunks.push(chunk.length);
    return chunk.map((line) => judge(line.value));
  });
  expect(chunks).toEqual([499, 500, 199]);
  expect(summary).toMatchObject({ created: 599, unchanged: 588, rejected: 13 });
  expect(summary.rejections.map(({ line }) => line)).toEqual([
    7, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1100, 1200,
  ]);
});

it('counts all rejections and shows the first', async () => {
  const summary = await takeLines(lines(1200, []), async (chunk) => chunk.map(() => judge(100)));
  expect(summary.rejected).toBe(1200);
  expect(summary.rejections).toHaveLength(REJECTIONS_SHOWN);
});

it('gives the values to write in their order', () => {
  expect(newValues([3, 2, 1].map(judge))).toEqual([3, 1]);
});
