import { jsonSchemaOf, personal, z } from '@quyu/contract-kit';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { REDACTED, redactorOf } from './redact.js';

/** A schema with values of it; every personal value holds the mark, and nothing else does. */
interface Sample {
  readonly schema: z.ZodType;
  readonly value: unknown;
}

const MARK = '§';
const secret = fc.string({ maxLength: 8 }).map((text) => `${MARK}${text}`);
const plain = fc.string({ maxLength: 8 }).map((text) => text.replaceAll(MARK, ''));
const { sample } = fc.letrec<{ sample: Sample }>((tie) => ({
  sample: fc.oneof(
    { maxDepth: 4 },
    secret.map((value): Sample => ({ schema: personal(z.string()), value })),
    plain.map((value): Sample => ({ schema: z.string(), value })),
    secret.map((value): Sample => ({
      schema: personal(z.object({ deep: z.string() })),
      value: { deep: value },
    })),
    fc.array(tie('sample'), { minLength: 1, maxLength: 3 }).map(objectOf),
    tie('sample').map(({ schema, value }): Sample => ({ schema: z.array(schema), value: [value, value] })),
    tie('sample').map(({ schema, value }): Sample => ({ schema: schema.optional().nullable(), value })),
    tie('sample').map(({ schema, value }): Sample => ({ schema: z.union([z.int(), schema]), value })),
    tie('sample').map(({ schema, value }): Sample => ({
      schema: z.record(z.string(), schema),
      value: { k: value },
    })),
    tie('sample').map(({ schema, value }): Sample => ({
      schema: z.tuple([z.int(), schema]),
      value: [1, value],
    })),
  ),
}));

function objectOf(parts: readonly Sample[]): Sample {
  const fields = parts.map((part, index) => [`f${index}`, part] as const);
  return {
    schema: z.strictObject(Object.fromEntries(fields.map(([name, { schema }]) => [name, schema]))),
    value: Object.fromEntries(fields.map(([name, { value }]) => [name, value])),
  };
}

const redact = (schema: z.ZodType, value: unknown): unknown =>
  (redactorOf(jsonSchemaOf(schema)) ?? ((each: unknown) => each))(value);

describe('redacting', () => {
  test('leaves no value of a personal field, however deep, and all others as they are', () => {
    fc.assert(
      fc.property(sample, ({ schema, value }) => {
        const redacted = JSON.stringify(redact(schema, value));
        expect(redacted).not.toContain(MARK);
        const left = JSON.stringify(value).includes(MARK) ? redacted : JSON.stringify(value);
        expect(redacted).toBe(left);
      }),
      { numRuns: 500 },
    );
  });

  test('shows which fields were given', () => {
    const schema = z.strictObject({ code: z.string(), phone: personal(z.string()).optional() });
    expect(redact(schema, { code: 'p', phone: '138' })).toEqual({ code: 'p', phone: REDACTED });
    expect(redact(schema, { code: 'p' })).toEqual({ code: 'p' });
    const nullable = z.strictObject({ phone: personal(z.string()).nullable() });
    expect(redact(nullable, { phone: null })).toEqual({ phone: null });
  });

  test('follows a schema that contains itself', () => {
    interface Tree {
      readonly name: string;
      readonly children: readonly Tree[];
    }
    const tree: z.ZodType<Tree> = z.object({
      name: personal(z.string()),
      get children() {
        return z.array(tree);
      },
    });
    const value = { name: 'a', children: [{ name: 'b', children: [] }] };
    const expected = { name: REDACTED, children: [{ name: REDACTED, children: [] }] };
    expect(redact(tree, value)).toEqual(expected);
  });

  test('treats a place as personal when one of the alternatives says so', () => {
    const schema = z.union([z.object({ v: z.string(), a: z.int() }), z.object({ v: personal(z.string()) })]);
    expect(redact(schema, { v: 'x', a: 1 })).toEqual({ v: REDACTED, a: 1 });
  });

  test('is not needed where nothing is personal', () => {
    expect(redactorOf(jsonSchemaOf(z.strictObject({ code: z.string() })))).toBeUndefined();
  });
});
