import { describe, expect, it } from 'vitest';
import { judgeReplacements, latestByKey } from './judge-replacements.js';
import { newValues } from './take-lines.js';

interface Thing {
  readonly code: string;
  readonly size: number;
}

const keyOf = ({ code }: Thing): string => code;
const judge = (known: readonly Thing[], ...values: readonly Thing[]) =>
  judgeReplacements(
    new Map(known.map((thing) => [thing.code, thing])),
    values.map((value, index) => ({ line: index + 1, ok: true, value })),
    { keyOf },
  );

describe('lines that replace what is there', () => {
  it('are new when nothing is there or something else', () => {
    const judged = judge([{ code: 'a', size: 1 }], { code: 'a', size: 2 }, { code: 'b', size: 1 });
    expect(judged.map(({ kind }) => kind)).toEqual(['new', 'new']);
  });

  it('change nothing when they say what is there', () => {
    expect(judge([{ code: 'a', size: 1 }], { code: 'a', size: 1 })).toEqual([{ kind: 'unchanged' }]);
  });

  it('count one after the other when they say several things of one key', () => {
    const judged = judge([], { code: 'a', size: 1 }, { code: 'a', size: 1 }, { code: 'a', size: 2 });
    expect(judged.map(({ kind }) => kind)).toEqual(['new', 'unchanged', 'new']);
    expect(latestByKey(newValues(judged), keyOf)).toEqual([{ code: 'a', size: 2 }]);
  });

  it('are refused with their faults, and then leave what is there', () => {
    const fault = { pointer: '/size', code: 'too_small', message: 'is below zero' };
    const judged = judgeReplacements(new Map(), [{ line: 1, ok: true, value: { code: 'a', size: -1 } }], {
      keyOf,
      faultsOf: ({ size }) => (size < 0 ? [fault] : []),
    });
    expect(judged).toEqual([{ kind: 'faulty', faults: [fault] }]);
  });
});
