import type { JsonSchema } from '@quyu/contract-kit';
import fc, { type Arbitrary } from 'fast-check';
import { textOf } from './text-of.js';

/** How deep a schema that refers to itself is followed. */
const DEPTH = 2;
const MOST_ITEMS = 4;

/**
 * Values that a contract's JSON Schema accepts. It knows what contracts use and refuses the rest, so that a schema it
 * cannot follow is seen. (Of the published generators those for fast-check are for zod 3, and the others do not shrink.)
 *
 * @throws TypeError for a schema of a kind that no contract has used yet.
 * @example fc.sample(arbitraryOf(jsonSchemaOf(route.body)), 1)
 */
export function arbitraryOf(schema: JsonSchema, root: JsonSchema = schema, depth = 0): Arbitrary<unknown> {
  const variants = schema['anyOf'] ?? schema['oneOf'];
  if (typeof schema['$ref'] === 'string') return arbitraryOf(resolve(schema['$ref'], root), root, depth + 1);
  if ('const' in schema) return fc.constant(schema['const']);
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as unknown[]));
  if (Array.isArray(variants)) return oneOf(variants as JsonSchema[], root, depth);
  return ofType(schema, root, depth);
}

function ofType(schema: JsonSchema, root: JsonSchema, depth: number): Arbitrary<unknown> {
  switch (schema['type']) {
    case 'string':
      return textOf(schema);
    case 'integer':
      return fc.integer({ min: bound(schema, 'minimum', -2e9), max: bound(schema, 'maximum', 2e9) });
    case 'number':
      return fc.integer({ min: bound(schema, 'minimum', -1e6), max: bound(schema, 'maximum', 1e6) });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return arrayOf(schema, root, depth);
    case 'object':
      return objectOf(schema, root, depth);
    default:
      throw new TypeError(`no generator for the schema ${JSON.stringify(schema)}: add one`);
  }
}

function bound(schema: JsonSchema, keyword: string, fallback: number): number {
  const given = schema[keyword];
  const value = typeof given === 'number' ? given : fallback;
  return keyword === 'minimum' ? Math.ceil(Math.max(value, -2e9)) : Math.floor(Math.min(value, 2e9));
}

/** At the bottom only variants that do not go deeper are left, if there are any. */
function oneOf(variants: readonly JsonSchema[], root: JsonSchema, depth: number): Arbitrary<unknown> {
  const flat = variants.filter((variant) => !JSON.stringify(variant).includes('"$ref"'));
  const chosen = depth >= DEPTH && flat.length > 0 ? flat : variants;
  return fc.oneof(...chosen.map((variant) => arbitraryOf(variant, root, depth)));
}

function arrayOf(schema: JsonSchema, root: JsonSchema, depth: number): Arbitrary<unknown> {
  const minLength = Number(schema['minItems'] ?? 0);
  const maxLength = Math.min(Number(schema['maxItems'] ?? Infinity), minLength + MOST_ITEMS);
  return fc.array(arbitraryOf(schema['items'] as JsonSchema, root, depth), { minLength, maxLength });
}

function objectOf(schema: JsonSchema, root: JsonSchema, depth: number): Arbitrary<unknown> {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>);
  const fields = Object.fromEntries(
    properties.map(([name, property]) => [name, arbitraryOf(property, root, depth)]),
  );
  const requiredKeys = (schema['required'] ?? []) as string[];
  const known = fc.record(fields, { requiredKeys, noNullPrototype: true });
  const others = schema['additionalProperties'];
  if (typeof others !== 'object' || others === null) return known;
  const keys = arbitraryOf((schema['propertyNames'] ?? { type: 'string' }) as JsonSchema, root, depth);
  const values = arbitraryOf(others as JsonSchema, root, depth);
  return fc.dictionary(keys as Arbitrary<string>, values, { maxKeys: MOST_ITEMS, noNullPrototype: true });
}

/** What a reference like `#/$defs/condition` points at. */
export function resolve(reference: string, root: JsonSchema): JsonSchema {
  const steps = reference
    .split('/')
    .slice(1)
    .map((step) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'));
  return steps.reduce((at, step) => at[step] as JsonSchema, root);
}
