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

  test.each(['select * from jar', 'select j.* from jar j', 'delete from jar returning *', 'select distinct on (id)\n  * from jar', 'select 1,* from jar'])(
    'has none when it may give all columns, of which a migration may add one: %s',
    (text) => {
      const names = createStatementNames();
      expect([1, 2, 3].map(() => names.nameOf(text))).toEqual([undefined, undefined, undefined]);
    },
  ); // prettier-ignore

  test.each(['select count(*) from jar', 'select price * quantity from jar'])('may have a star that is no column: %s', (text) => {
    const names = createStatementNames();
    expect([1, 2, 3].map(() => names.nameOf(text))).toEqual([undefined, undefined, 'quyu-1']);
  }); // prettier-ignore

  test('stays without one when there are enough', () => {
    const names = createStatementNames(1);
    for (const _ of [1, 2, 3]) names.nameOf('a');
    for (const _ of [1, 2, 3]) expect(names.nameOf('b')).toBeUndefined();
    expect(names.nameOf('a')).toBe('quyu-1');
  });
});
