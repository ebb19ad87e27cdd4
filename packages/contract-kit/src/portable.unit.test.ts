import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseJson } from './json.js';
import { check, fromQueryString, jsonSchemaOf } from './portable.js';

describe('a portable schema', () => {
  it.each([
    ['a date', z.object({ at: z.date() }), '/properties/at uses "date"'],
    ['a default', z.object({ n: z.int().default(1) }), '"default"'],
    ['a transform', z.object({ n: z.string().transform(Number) }), '"pipe"'],
    ['a bigint', z.object({ list: z.array(z.bigint()) }), '"bigint"'],
  ])('refuses %s, naming the place', (_, schema, message) => {
    expect(() => jsonSchemaOf(schema)).toThrow(message);
  });

  it('allows a condition tree that refers to itself', () => {
    const tree: z.ZodType = z.lazy(() => z.union([z.string(), z.array(tree)]));
    expect(JSON.stringify(jsonSchemaOf(tree))).toContain('$ref');
  });
});

describe('faults', () => {
  const schema = z.strictObject({ address: z.strictObject({ 'a/b': z.string() }), size: z.int() });

  it('point at every value at fault, in RFC 6901 form', () => {
    const parsed = check(schema, { address: { 'a/b': 1 }, size: 'x', colour: 'red' }, '/body');
    expect(parsed.ok ? [] : parsed.faults.map((fault) => fault.pointer).toSorted()).toEqual([
      '/body/address/a~1b',
      '/body/colour',
      '/body/size',
    ]);
  });
});

describe('a fault inside a union', () => {
  const leaf = z.union([
    z.strictObject({ attribute: z.string(), op: z.enum(['eq', 'prefix']), value: z.string() }),
    z.strictObject({ attribute: z.string(), op: z.literal('in'), values: z.array(z.string()) }),
  ]);
  const tree: z.ZodType = z.lazy(() => z.union([leaf, z.strictObject({ all: z.array(tree) })]));

  it.each([
    [{ attribute: 'a', op: 'in', values: ['x', 3] }, '/values/1'],
    [
      {
        all: [
          { attribute: 'a', op: 'eq', value: 'x' },
          { attribute: 'a', op: 'is', value: 'x' },
        ],
      },
      '/all/1/op',
    ],
    [{ all: [{ all: [{ attribute: 7, op: 'eq', value: 'x' }] }] }, '/all/0/all/0/attribute'],
  ])('is reported where it is: %j', (value, pointer) => {
    const parsed = check(tree, value);
    expect(parsed.ok ? [] : parsed.faults.map((fault) => fault.pointer)).toContain(pointer);
  });
});

describe('JSON from outside', () => {
  it('refuses text that cannot be stored, and documents nested without end', () => {
    expect(() => parseJson('{"a": "\\u0000"}')).toThrow('NUL');
    expect(() => parseJson('["\\ud800"]')).toThrow('surrogate');
    expect(() => parseJson('['.repeat(5000) + ']'.repeat(5000))).toThrow('deeper than 100');
    expect(parseJson('["\\ud83d\\ude00"]')).toEqual(['😀']);
  });

  it('refuses keys that reach for prototypes', () => {
    expect(() => parseJson('{"__proto__": {"admin": true}}')).toThrow(SyntaxError);
    expect(() => parseJson('{"a": {"constructor": {"prototype": {}}}}')).toThrow(SyntaxError);
    expect(parseJson('{"constructor": "a shop"}')).toEqual({ constructor: 'a shop' });
  });
});

it('a query string becomes the numbers, booleans and lists that the schema asks for, and nothing else', () => {
  const schema = jsonSchemaOf(
    z.strictObject({ limit: z.int(), all: z.boolean(), tag: z.array(z.string()), code: z.string() }),
  );
  expect(fromQueryString(schema, { limit: '5', all: 'true', tag: 'a', code: '007' })).toEqual({
    limit: 5,
    all: true,
    tag: ['a'],
    code: '007',
  });
  expect(fromQueryString(schema, { limit: 'five', all: 'yes' })).toEqual({ limit: 'five', all: 'yes' });
});
