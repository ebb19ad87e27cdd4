import { z } from '@quyu/contract-kit';
import { describe, expect, test } from 'vitest';
import { type Direction, UNJUDGED, tellEscape } from './escape.js';
import { findEscapes } from './find-escapes.js';
import { reportedSchema } from './reported-schema.js';

/** What is said of a change from one schema to another, as `pointer why`. */
function changes(before: z.ZodType, now: z.ZodType, direction: Direction): string[] {
  const [published, current] = [reportedSchema(before), reportedSchema(now)];
  const found =
    direction === 'given'
      ? findEscapes(current, published, 'inner')
      : findEscapes(published, current, 'outer');
  return found.map((each) => `${each.pointer} ${tellEscape(each, direction)}`);
}

type Case = readonly [name: string, before: z.ZodType, now: z.ZodType, given: string[], taken: string[]];

const text = z.string();
const open = (shape: z.core.$ZodLooseShape): z.ZodType => z.object(shape);
const closed = (shape: z.core.$ZodLooseShape): z.ZodType => z.strictObject(shape);
const cash = z.object({ way: z.literal('cash') });
const card = z.object({ way: z.literal('card'), number: text });

const fields: readonly Case[] = [
  ['an optional field is added', open({ a: text }), open({ a: text, b: text.optional() }), [], []],
  ['a field is added that is always there', open({ a: text }), open({ a: text, b: text }), [], ['/b must now be there, and did not have to']],
  ['a field is added to an object that refuses others', closed({ a: text }), closed({ a: text, b: text.optional() }),
    ['/b is new, in an object whose published version refuses fields it does not know'], []],
  ['a field is removed', open({ a: text, b: text }), open({ a: text }), ['/b is gone'], ['/b is no longer taken note of']],
  ['an optional field is removed', open({ a: text, b: text.optional() }), open({ a: text }), ['/b is gone'], ['/b is no longer taken note of']],
  ['a field is removed from an object that refuses others', closed({ a: text, b: text }), closed({ a: text }), ['/b is gone'], ['/b is no longer accepted']],
  ['a field becomes optional', open({ a: text }), open({ a: text.optional() }), ['/a may now be missing, and it never was'], []],
  ['a field becomes required', open({ a: text.optional() }), open({ a: text }), [], ['/a must now be there, and did not have to']],
  ['an object opens', closed({ a: text }), open({ a: text }), [' may now have fields that are not declared, which the published version refuses'], []],
  ['an object closes', open({ a: text }), closed({ a: text }), [], [' may no longer have fields that are not declared']],
  ['something deep inside changes', open({ a: z.array(open({ b: text })) }), open({ a: z.array(open({ b: text.optional() })) }),
    ['/a/*/b may now be missing, and it never was'], []],
]; // prettier-ignore

const values: readonly Case[] = [
  ['a type changes', open({ a: text }), open({ a: z.boolean() }), ['/a may now be true, and was only string', '/a may now be false, and was only string'], ['/a must now be one of [true,false]']],
  ['a whole number becomes any', z.int(), z.number(), [' may now be number, and was integer'], []],
  ['a number becomes a whole one', z.number(), z.int(), [], [' must now be integer, and could be number']],
  ['null is allowed', open({ a: text }), open({ a: text.nullable() }), ['/a may now be null, and was only string'], []],
  ['null is forbidden', open({ a: text.nullable() }), open({ a: text }), [], ['/a can no longer be null, only string']],
  ['a value is added to a list', z.enum(['a', 'b']), z.enum(['a', 'b', 'c']), [' may now be "c", and was only ["a","b"]'], []],
  ['a value is removed from a list', z.enum(['a', 'b']), z.enum(['a']), [], [' can no longer be "b", only ["a"]']],
  ['a list of values becomes any text', z.enum(['a', 'b']), text, [' may now be more than ["a","b"]'], []],
  ['any text becomes a list of values', text, z.enum(['a', 'b']), [], [' must now be one of ["a","b"]']],
  ['a fixed value changes', z.literal('a'), z.literal('b'), [' may now be "b", and was only ["a"]'], [' can no longer be "a", only ["b"]']],
  ['anything is allowed', open({ a: text }), open({ a: z.unknown() }), ['/a may now be anything, and was string'], []],
]; // prettier-ignore

const limits: readonly Case[] = [
  ['a text may be longer', text.max(5), text.max(9), [' is limited less: maxLength 9, and was maxLength 5'], []],
  ['a text may be shorter', text.min(5), text.min(1), [' is limited less: minLength 1, and was minLength 5'], []],
  ['a limit is gone', text.max(5), text, [' is limited less: maxLength none, and was maxLength 5'], []],
  ['a limit is new', text, text.min(1), [], [' is limited more: minLength 1, and was minLength none']],
  ['a number may be larger', z.number().max(5), z.number().max(6), [' is limited less: maximum 6, and was maximum 5'], []],
  ['a bound is no longer part of the range', z.number().min(5), z.number().gt(5), [], [' is limited more: exclusive minimum 5, and was minimum 5']],
  ['steps get finer', z.number().multipleOf(10), z.number().multipleOf(5), [' is limited less: multipleOf 5, and was multipleOf 10'], []],
  ['a list may be longer', z.array(text).max(2), z.array(text).max(3), [' is limited less: maxItems 3, and was maxItems 2'], []],
  ['a pattern is gone', text.regex(/^a/), text, [' is limited less: pattern none, and was pattern ^a'], []],
  ['a pattern is new', text, text.regex(/^a/), [], [' is limited more: pattern ^a, and was pattern none']],
  ['a pattern changes', text.regex(/^a/), text.regex(/^ab/), [` ${UNJUDGED}`], [` ${UNJUDGED}`]],
  ['a listed value fits a pattern that was there', text.regex(/^a/), z.enum(['ab']), [], [' must now be one of ["ab"]']],
]; // prettier-ignore

const unions: readonly Case[] = [
  ['a form is added', z.union([cash]), z.union([cash, card]), ['/way may now be "card", and was only ["cash"]'], []],
  ['a form is removed', z.union([cash, card]), z.union([cash]), [], ['/way can no longer be "card", only ["cash"]', '/number is no longer taken note of']],
  ['a form of many is new', z.union([cash, card]), z.union([cash, card, z.object({ way: z.literal('gold') })]), [' may now take a form that the published version does not know: {"type":"object","properties":{"way":{"type":"string","const":"gold"}},"required":["way"]}'], []],
  ['a form changes inside', z.discriminatedUnion('way', [cash, card]), z.discriminatedUnion('way', [cash, card.extend({ number: text.optional() })]), ['/number may now be missing, and it never was'], []],
  ['a text may also be a number', text, z.union([text, z.int()]), [' may now be integer, and was string'], []],
  ['forms are put in another order', z.union([cash, card]), z.union([card, cash]), [], []],
  ['records take other values', z.record(text, z.int()), z.record(text, z.number()), ['/* may now be number, and was integer'], []],
  ['records take other keys', z.partialRecord(z.enum(['a', 'b']), text), z.partialRecord(z.enum(['a']), text), [], ['/* can no longer be "b", only ["a"]']],
  ['a rule in code is added', text, text.refine(() => true), [` ${UNJUDGED}`], [` ${UNJUDGED}`]],
]; // prettier-ignore

describe.each([
  ['fields', fields],
  ['values', values],
  ['limits', limits],
  ['forms', unions],
])('of %s', (_group, cases) => {
  test.each(cases)('%s: those who are given it', (_name, before, now, given) => {
    expect(changes(before, now, 'given')).toEqual(given);
  });
  test.each(cases)('%s: those who send it', (_name, before, now, _given, taken) => {
    expect(changes(before, now, 'taken')).toEqual(taken);
  });
  test.each(cases)('%s: the same again is no change', (_name, before, now) => {
    for (const direction of ['given', 'taken'] as const) {
      expect([...changes(before, before, direction), ...changes(now, now, direction)]).toEqual([]);
    }
  });
});

describe('a recursive schema', () => {
  const tree = (leaf: z.ZodType): z.ZodType => {
    const node: z.ZodType = z.object({
      leaf,
      get children() {
        return z.array(node);
      },
    });
    return node;
  };

  test('is compared once around', () => {
    expect(changes(tree(text), tree(text), 'given')).toEqual([]);
    expect(changes(tree(text), tree(text.optional()), 'given')).toContain(
      '/leaf may now be missing, and it never was',
    );
    expect(changes(open({ a: tree(text) }), open({ a: tree(z.int()) }), 'given')).toContain(
      '/a/leaf may now be integer, and was string',
    );
  });
});

test('a union of which one value may fit two members, inside another, is not judged', () => {
  const twice = { anyOf: [{ oneOf: [{ type: 'string' }, { type: ['string', 'null'] }] }] };
  const kinds = findEscapes({ type: 'string' }, twice, 'outer').map(({ kind }) => kind);
  expect(kinds).toEqual(['unjudged']);
});

test('a record of anything may have any field, also one that the other schema declares', () => {
  const record = { type: 'object', propertyNames: { type: 'string' }, additionalProperties: {} };
  const declared = { type: 'object', properties: { a: { type: 'integer' } } };
  for (const current of ['inner', 'outer'] as const) {
    const found = findEscapes(record, declared, current);
    expect(found.map(({ pointer, kind }) => [pointer, kind])).toEqual([['/a', 'type']]);
  }
});
