import { describe, expect, test } from 'vitest';
import { createStatementNames } from './statement-names.js';

describe('a statement', () => {
  test('has a name of its own once it has come for the third time', () => {
    const names = createStatementNames();
    expect(['a', 'a', 'a', 'a'].map((text) => names.nameOf(text))).toEqual([
      undefined,
      undefined,
      'quyu-1',
      'quyu-1',
    ]);
    for (const _ of [1, 2]) names.nameOf('b');
    expect(names.nameOf('b')).toBe('quyu-2');
  });

  test('has none when it gives all columns: a migration may add one', () => {
    const names = createStatementNames();
    expect([1, 2, 3].map(() => names.nameOf('select * from jar'))).toEqual([undefined, undefined, undefined]);
  });

  test('stays without one when there are enough', () => {
    const names = createStatementNames(1);
    for (const _ of [1, 2, 3]) names.nameOf('a');
    for (const _ of [1, 2, 3]) expect(names.nameOf('b')).toBeUndefined();
    expect(names.nameOf('a')).toBe('quyu-1');
  });
});
