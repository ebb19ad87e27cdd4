import type { JsonSchema } from '@quyu/contract-kit';
import fc, { type Arbitrary } from 'fast-check';

const MOST_CHARACTERS = 40;

const FORMATS: Readonly<Record<string, Arbitrary<string>>> = {
  uuid: fc.uuid({ version: [4, 7] }),
  date: instants().map((instant) => instant.slice(0, 10)),
  'date-time': instants(),
};

/** Texts that a schema of type string accepts: by its format, else its pattern, else its length. */
export function textOf(schema: JsonSchema): Arbitrary<string> {
  const { format, pattern } = schema;
  const known = typeof format === 'string' ? FORMATS[format] : undefined;
  if (known) return known;
  const minLength = Number(schema['minLength'] ?? 0);
  const maxLength = Math.min(Number(schema['maxLength'] ?? Infinity), minLength + MOST_CHARACTERS);
  if (typeof pattern === 'string') return ofPattern(new RegExp(pattern), minLength, maxLength);
  // A character outside the basic plane counts twice in a schema, once here.
  return fc.oneof(
    { weight: 3, arbitrary: fc.string({ minLength, maxLength, unit: 'grapheme-ascii' }) },
    {
      weight: 1,
      arbitrary: fc.string({ minLength, maxLength }).filter(({ length }) => length <= maxLength),
    },
  );
}

function ofPattern(pattern: RegExp, minLength: number, maxLength: number): Arbitrary<string> {
  return fc
    .stringMatching(pattern)
    .filter((text) => text.length >= minLength && text.length <= maxLength && pattern.test(text));
}

function instants(): Arbitrary<string> {
  const range = {
    min: new Date('1990-01-01T00:00:00Z'),
    max: new Date('2100-12-31T23:59:59Z'),
    noInvalidDate: true,
  };
  return fc.date(range).map((date) => date.toISOString());
}
