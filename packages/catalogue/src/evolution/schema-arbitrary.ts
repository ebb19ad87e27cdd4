/** Test support: contract-like schemas, changes to them, and values that fit them. */
import type { JsonSchema } from '@quyu/contract-kit';
import fc from 'fast-check';

const NAMES = ['a', 'b', 'c'];
const WORDS = ['x', 'y', 'zz'];

const limits = (low: string, high: string): fc.Arbitrary<JsonSchema> =>
  fc.record(
    { [low]: fc.integer({ min: 0, max: 2 }), [high]: fc.integer({ min: 2, max: 3 }) },
    { requiredKeys: [] },
  );

const leaf: fc.Arbitrary<JsonSchema> = fc.oneof(
  limits('minLength', 'maxLength').map((each) => ({ type: 'string', ...each })),
  limits('minimum', 'exclusiveMaximum').map((each) => ({ type: 'integer', ...each })),
  limits('exclusiveMinimum', 'maximum').map((each) => ({ type: 'number', ...each })),
  fc.subarray(WORDS, { minLength: 1 }).map((values) => ({ type: 'string', enum: values })),
  fc.constantFrom('x', 1, true).map((value) => ({ const: value })),
  fc.constantFrom<JsonSchema>(
    { type: 'boolean' }, { type: 'null' }, {}, { type: ['string', 'null'] }, { type: 'string', pattern: '^x' }, { type: 'string', allOf: [{ pattern: '^x' }, { minLength: 1 }] },
  ), // prettier-ignore
);

/** Any schema a contract may have, a few levels deep. */
export const schemaArbitrary: fc.Arbitrary<JsonSchema> = schemaOf(2);

function schemaOf(depth: number): fc.Arbitrary<JsonSchema> {
  if (depth === 0) return leaf;
  const inside = schemaOf(depth - 1);
  return fc.oneof(
    { weight: 2, arbitrary: leaf },
    { weight: 3, arbitrary: objectOf(inside) },
    { weight: 1, arbitrary: fc.tuple(inside, limits('minItems', 'maxItems')).map(([items, each]) => ({ type: 'array', items, ...each })) }, // prettier-ignore
    { weight: 1, arbitrary: inside.map((each) => ({ type: 'object', propertyNames: { type: 'string' }, additionalProperties: each })) }, // prettier-ignore
    { weight: 1, arbitrary: fc.array(inside, { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })) },
    { weight: 1, arbitrary: fc.array(inside, { minLength: 1, maxLength: 2 }).map((oneOf) => ({ oneOf })) },
  );
}

function objectOf(inside: fc.Arbitrary<JsonSchema>): fc.Arbitrary<JsonSchema> {
  return fc
    .record({ properties: fc.dictionary(fc.constantFrom(...NAMES), inside, { maxKeys: 3 }), seed: fc.nat(7), closed: fc.boolean() })
    .map(({ properties, seed, closed }) => ({
      type: 'object',
      properties: { ...properties },
      required: Object.keys(properties).filter((_, index) => (seed >> index) % 2 === 1),
      ...(closed ? { additionalProperties: false } : {}),
    })); // prettier-ignore
}

/** A schema and what may have become of it: the same with something changed here and there. */
export const changeArbitrary: fc.Arbitrary<readonly [JsonSchema, JsonSchema]> = schemaArbitrary.chain(
  (schema) => fc.tuple(fc.constant(schema), variantOf(schema)),
);

function variantOf(schema: JsonSchema): fc.Arbitrary<JsonSchema> {
  return fc.oneof(
    { weight: 6, arbitrary: insideChanged(schema) },
    { weight: 2, arbitrary: withoutOneKeyword(schema) },
    { weight: 3, arbitrary: nudged(schema) },
    { weight: 1, arbitrary: schemaArbitrary },
    { weight: 1, arbitrary: leaf.map((other) => ({ anyOf: [schema, other] })) },
  );
}

function insideChanged(schema: JsonSchema): fc.Arbitrary<JsonSchema> {
  const { properties } = schema;
  if (typeof properties !== 'object') return fc.constant(schema);
  const changed = Object.entries(properties as JsonSchema).map(([name, each]) =>
    variantOf(each as JsonSchema).map((variant) => [name, variant] as const),
  );
  return fc.tuple(...changed).map((entries) => ({ ...schema, properties: Object.fromEntries(entries) }));
}

function withoutOneKeyword(schema: JsonSchema): fc.Arbitrary<JsonSchema> {
  const keywords = Object.keys(schema);
  if (keywords.length === 0) return fc.constant(schema);
  return fc
    .constantFrom(...keywords)
    .map((gone) => Object.fromEntries(Object.entries(schema).filter(([key]) => key !== gone)));
}

/** Limits a little higher or lower, a value or a required field less, open for closed. */
function nudged(schema: JsonSchema): fc.Arbitrary<JsonSchema> {
  return fc.infiniteStream(fc.integer({ min: -1, max: 1 })).map((by) => {
    const entries = Object.entries(schema).map(([key, value]) => [
      key,
      nudge(value, by.next().value as number),
    ]);
    return Object.fromEntries(entries) as JsonSchema;
  });
}

function nudge(value: unknown, by: number): unknown {
  if (typeof value === 'number') return Math.max(0, value + by);
  if (value === false) return by === 0;
  const isList = Array.isArray(value) && value.length > 1;
  return isList && by !== 0 ? value.slice(Math.max(0, by), value.length + Math.min(0, by)) : value;
}

/** Values that may well fit a schema; none has fields that an object neither declares nor takes as a record. */
export function valuesFor(schema: JsonSchema): fc.Arbitrary<unknown> {
  const any = fc.constantFrom<unknown>('x', '', 'xyz', 'zz', 0, 1, 2, 2.5, 3, true, null, []);
  const { type, anyOf, oneOf, enum: listed, const: fixed, items } = schema;
  const forms = (anyOf ?? oneOf) as readonly JsonSchema[] | undefined;
  if (forms) return fc.oneof(...forms.map(valuesFor));
  if (listed) return fc.constantFrom(...(listed as unknown[]));
  if (fixed !== undefined) return fc.constant(fixed);
  if (type === 'array') return fc.array(valuesFor((items ?? {}) as JsonSchema), { maxLength: 4 });
  return type === 'object' ? objectsFor(schema) : any;
}

function objectsFor(schema: JsonSchema): fc.Arbitrary<unknown> {
  const properties = Object.entries((schema['properties'] ?? {}) as JsonSchema);
  const fields = Object.fromEntries(properties.map(([name, each]) => [name, valuesFor(each as JsonSchema)]));
  const declared = fc.record(fields, { requiredKeys: [] });
  const others = schema['additionalProperties'];
  if (typeof others !== 'object' || others === null) return declared;
  return fc.dictionary(fc.constantFrom(...NAMES), valuesFor(others as JsonSchema));
}
