import { type BulkLine, REJECTIONS_SHOWN } from '@quyu/plugin-kit';
import { describe, expect, it } from 'vitest';
import { type Judgement, takeLines } from './take-lines.js';

const fault = { pointer: '/code', code: 'too_small', message: 'is empty' };

describe('taking lines', () => {
  it('sums up what became of every line', async () => {
    const kinds: readonly Judgement<null>[] = [
      { kind: 'new', value: null },
      { kind: 'unchanged' },
      { kind: 'faulty', faults: [fault] },
    ];
    const summary = await takeLines(lines(3), async () => kinds);
    expect(summary).toEqual({
      created: 1,
      unchanged: 1,
      rejected: 1,
      rejections: [{ line: 3, faults: [fault] }],
    });
  });

  it('rejects lines that did not parse, in the order of the lines', async () => {
    const summary = await takeLines(lines(4, [1, 4]), async (chunk) =>
      chunk.map((line) => (line.line === 2 ? { kind: 'faulty', faults: [] } : { kind: 'unchanged' })),
    );
    expect(summary.rejections.map(({ line }) => line)).toEqual([1, 2, 4]);
    expect(summary.unchanged).toBe(1);
  });

  it('takes many lines in chunks', async () => {
    const sizes: number[] = [];
    await takeLines(lines(1001), async (chunk) => {
      sizes.push(chunk.length);
      return chunk.map(() => ({ kind: 'unchanged' }));
    });
    expect(sizes).toEqual([500, 500, 1]);
  });

  it('counts all rejections and shows the first', async () => {
    const summary = await takeLines(lines(1200), async (chunk) =>
      chunk.map(() => ({ kind: 'faulty', faults: [fault] })),
    );
    expect(summary.rejected).toBe(1200);
    expect(summary.rejections).toHaveLength(REJECTIONS_SHOWN);
  });
});

async function* lines(count: number, faulty: readonly number[] = []): AsyncIterable<BulkLine<null>> {
  for (let line = 1; line <= count; line += 1) {
    yield faulty.includes(line) ? { line, ok: false, faults: [fault] } : { line, ok: true, value: null };
  }
}
