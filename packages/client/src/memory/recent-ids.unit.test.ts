import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RecentIds } from './recent-ids.js';

test('remembers the last ids it was given, and no more than its limit', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20).map(String)), fc.integer({ min: 1, max: 5 }), (given, limit) => {
      const recent = new RecentIds(limit);
      for (const id of given) recent.add(id);
      const last = new Set<string>();
      for (const id of given.toReversed()) if (last.size < limit) last.add(id);
      expect([...new Set(given)].filter((id) => recent.has(id)).toSorted()).toEqual([...last].toSorted());
    }),
  );
});
