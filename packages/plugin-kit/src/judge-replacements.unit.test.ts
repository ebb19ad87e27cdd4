import { describe, expect, it } from 'vitest';
import { judgeReplacements, latestByKey } from './judge-replacements.js';
import { newValues } from './take-lines.js';

interface Thing {
  readonly code: string;
  readonly size: number;
}

const keyOf = ({ code }: Thing): string => code;
const valueOf = (thing: Thing): Thing => thing;
const linesOf = (...values: readonly Thing[]) =>
  values.map((value, index) => ({ line: index + 1, ok: true as const, value }));
const judge = (known: readonly Thing[], ...values: readonly Thing[]) =>
  judgeReplacements(new Map(known.map((thing) => [thing.code, thing])), linesOf(...values), {
    keyOf,
    valueOf,
  });

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

  it('keep of what is there what they do not say', () => {
    const judged = judgeReplacements(
      new Map([['a', { id: 7, code: 'a', size: 1 }]]),
      linesOf({ code: 'a', size: 2 }, { code: 'b', size: 1 }),
      { keyOf, valueOf: (thing, there) => ({ id: there?.id ?? 8, ...thing }) },
    );
    expect(newValues(judged)).toEqual([
      { id: 7, code: 'a', size: 2 },
      { id: 8, code: 'b', size: 1 },
    ]);
  });

  it('are refused with their faults, and then leave what is there', () => {
    const fault = { pointer: '/size', code: 'too_small', message: 'is below zero' };
    const judged = judgeReplacements(
      new Map([['a', { code: 'a', size: 1 }]]),
      linesOf({ code: 'a', size: -1 }, { code: 'a', size: 1 }),
      { keyOf, valueOf, faultsOf: ({ size }) => (size < 0 ? [fault] : []) },
    );
    expect(judged).toEqual([{ kind: 'faulty', faults: [fault] }, { kind: 'unchanged' }]);
  });
});

it('the latest of each key come in the order of the keys, so that nobody deadlocks', () => {
  const values = [
    { code: 'b', size: 1 },
    { code: 'a', size: 1 },
    { code: 'b', size: 2 },
  ];
  expect(latestByKey(values, keyOf)).toEqual([
    { code: 'a', size: 1 },
    { code: 'b', size: 2 },
  ]);
});
