import { REJECTIONS_SHOWN, type BulkLine } from '@quyu/plugin-kit';
import { describe, expect, it } from 'vitest';
import { takeLines } from './take-lines.js';

const good = (line: number): BulkLine<number> => ({ line, ok: true, value: line });
const bad = (line: number): BulkLine<number> => ({
  line,
  ok: false,
  faults: [{ pointer: '', code: 'x', message: 'x' }],
});

async function* stream(lines: readonly BulkLine<number>[]): AsyncGenerator<BulkLine<number>> {
  yield* lines;
}

describe('a bulk request', () => {
  it('is taken in chunks, in order and without a gap', async () => {
    const sizes: number[] = [];
    const lines = Array.from({ length: 1201 }, (_, index) => good(index + 1));
    const summary = await takeLines(stream(lines), async (chunk) => {
      sizes.push(chunk.length);
      return { created: chunk.length, unchanged: 0, rejections: [] };
    });
    expect(sizes).toEqual([500, 500, 201]);
    expect(summary).toEqual({ created: 1201, unchanged: 0, rejected: 0, rejections: [] });
  });

  it('reports lines that did not parse among those that were refused, by line', async () => {
    const summary = await takeLines(stream([good(1), bad(2), good(3)]), async ([first, ...rest]) => ({
      created: 0,
      unchanged: rest.length,
      rejections: [{ line: first!.line, faults: [] }],
    }));
    expect(summary).toMatchObject({ created: 0, unchanged: 1, rejected: 2 });
    expect(summary.rejections.map(({ line }) => line)).toEqual([1, 2]);
  });

  it('counts all rejected lines and shows the first of them', async () => {
    const lines = Array.from({ length: REJECTIONS_SHOWN + 5 }, (_, index) => bad(index + 1));
    const summary = await takeLines(stream(lines), () => Promise.reject(new Error('nothing to take')));
    expect(summary.rejected).toBe(REJECTIONS_SHOWN + 5);
    expect(summary.rejections).toHaveLength(REJECTIONS_SHOWN);
  });
});
