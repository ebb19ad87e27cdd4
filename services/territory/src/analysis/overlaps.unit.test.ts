import type { Condition, RuleLine, Territory } from '@quyu/territory-contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAbove } from '../assignment/assignment.js';
import type { RuleBook } from '../assignment/linked-rules.js';
import { readRules } from '../assignment/naive-decision.js';
import { model, subject } from '../testing/random-models.js';
import { findOverlaps } from './overlaps.js';

const top: Territory = { code: 'top', name: 'Top', parentCode: null, level: 1, path: ['top'] };
const a: Territory = { code: 'a', name: 'A', parentCode: 'top', level: 2, path: ['top', 'a'] };
const b: Territory = { code: 'b', name: 'B', parentCode: 'top', level: 2, path: ['top', 'b'] };

describe('overlaps of rules', () => {
  it('are conflicts at equal priority, with a subject that matches both', () => {
    const { conflicts, shadowings } = overlapsOf([
      rule('prefix', 'a', { attribute: 'geo.postal', op: 'prefix', value: '98' }),
      rule('range', 'b', { attribute: 'geo.postal', op: 'range', from: 98_100, to: 98_200 }),
    ]);
    expect(shadowings).toEqual([]);
    expect(conflicts).toMatchObject([
      { kind: 'conflict', rules: [{ ruleCode: 'prefix' }, { ruleCode: 'range' }] },
    ]);
  });

  it('are shadowings at different priorities, the winner first', () => {
    const everybody = { ...rule('all', 'a', { attribute: 'geo.country', op: 'exists' }), priority: 7 };
    const chinese = rule('cn', 'b', { attribute: 'geo.country', op: 'eq', value: 'CN' });
    expect(overlapsOf([chinese, everybody]).shadowings).toEqual([
      {
        kind: 'shadowing',
        rules: [
          { ruleCode: 'all', territoryCode: 'a', priority: 7 },
          { ruleCode: 'cn', territoryCode: 'b', priority: 1 },
        ],
        example: { 'geo.country': 'CN' },
      },
    ]);
  });

  it('are none where what is inherited keeps them apart', () => {
    const above = rule('top', 'top', { not: { attribute: 'geo.country', op: 'eq', value: 'CN' } });
    const found = overlapsOf([
      above,
      rule('a', 'a', { attribute: 'geo.country', op: 'eq', value: 'CN' }),
      rule('b', 'b', { attribute: 'geo.country', op: 'exists' }),
    ]);
    expect(found).toMatchObject({
      complete: true,
      conflicts: [],
      unmatchable: [{ ruleCode: 'a', because: 'territories-above' }],
    });
  });

  it.each<[string, Condition]>([
    ['two values', { all: [eq('US'), eq('CN')] }],
    ['a value and its denial', { all: [eq('US'), { not: { attribute: 'geo.country', op: 'exists' } }] }],
    ['a prefix and a range beyond a list', { all: [{ attribute: 'geo.country', op: 'in', values: ['1', '2'] }, { attribute: 'geo.country', op: 'range', from: 3 }] }],
    ['ranges apart', { all: [{ attribute: 'segment.age', op: 'range', to: 3 }, { attribute: 'segment.age', op: 'range', from: 4 }] }],
    ['prefixes apart', { all: [{ attribute: 'geo.city', op: 'prefix', value: 'a' }, { attribute: 'geo.city', op: 'prefix', value: 'b' }] }],
  ])('tell of a rule that never matches: %s', (_, condition) => {
    expect(overlapsOf([rule('never', 'a', condition)]).unmatchable).toMatchObject([{ ruleCode: 'never', because: 'itself' }]);
  }); // prettier-ignore

  it('stop at the limit, and say that there is more', () => {
    const rules = Array.from({ length: 4 }, (_, at) => rule(`r${at}`, at % 2 ? 'a' : 'b', eq('US')));
    expect(overlapsOf(rules, 2)).toMatchObject({ complete: false, conflicts: { length: 2 } });
    expect(overlapsOf(rules, 9)).toMatchObject({ complete: true, conflicts: { length: 4 } });
  });
});

describe('the laws of overlaps', () => {
  it('an example really matches both rules', () => {
    fc.assert(
      fc.property(model, (book) => {
        const { conflicts, shadowings } = analyse(book);
        for (const { rules, example } of [...conflicts, ...shadowings]) {
          const codes = readRules(book, example).map(({ code }) => code);
          expect(codes).toEqual(expect.arrayContaining(rules.map(({ ruleCode }) => ruleCode)));
        }
      }),
      { numRuns: 500 },
    );
  });

  it('whatever a subject shows to overlap is found, or the analysis says that it is not complete', () => {
    fc.assert(
      fc.property(model, fc.array(subject, { maxLength: 20 }), (book, subjects) => {
        const { conflicts, shadowings, unmatchable, complete } = analyse(book);
        const found = [...conflicts, ...shadowings].map(({ rules }) =>
          pairOf(rules.map(({ ruleCode }) => ruleCode)),
        );
        for (const attributes of subjects) {
          const applicable = readRules(book, attributes);
          const codes = applicable.map(({ code }) => code);
          expect(unmatchable.filter(({ ruleCode }) => codes.includes(ruleCode))).toEqual([]);
          const rivals = applicable.flatMap((one, at) =>
            applicable.slice(at + 1).map((other) => [one, other] as const),
          );
          const missed = rivals.filter(
            ([one, other]) =>
              one.territoryCode !== other.territoryCode &&
              !isAbove(one, other) &&
              !isAbove(other, one) &&
              !found.includes(pairOf([one.code, other.code])),
          );
          expect(complete ? missed : []).toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('hardly ever gives up on rules of this size', () => {
    const books = fc.sample(model, { numRuns: 300, seed: 7 });
    expect(books.filter((book) => !analyse(book).complete).length).toBeLessThan(15);
  });
});

function overlapsOf(rules: readonly RuleLine[], limit?: number) {
  return analyse({ territories: [top, a, b], rules }, limit);
}

function analyse(book: RuleBook, limit = 1000) {
  const work = findOverlaps(book, limit);
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

function pairOf(codes: readonly string[]): string {
  return codes.toSorted().join(' ');
}

function rule(code: string, territoryCode: string, condition: Condition): RuleLine {
  return { code, territoryCode, priority: 1, condition };
}

function eq(value: string): Condition {
  return { attribute: 'geo.country', op: 'eq', value };
}
