import type { JsonSchema } from '@quyu/contract-kit';
import { stableJson } from '../stable-json.js';

/** A schema and the document its references point into. */
export interface SchemaNode {
  readonly schema: JsonSchema;
  readonly root: JsonSchema;
}

/** Keywords that say something to people only. */
const ANNOTATIONS = new Set([
  '$schema', '$id', 'id', '$anchor', '$comment', '$defs', 'title', 'description', 'examples', 'deprecated', 'readOnly', 'writeOnly',
]); // prettier-ignore

/** The keywords that can be compared. Anything else makes a change one that cannot be judged. */
const KNOWN = new Set([
  '$ref', 'type', 'enum', 'const', 'anyOf', 'oneOf', 'allOf', 'not', 'minLength', 'maxLength', 'pattern', 'format',
  'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf', 'items', 'prefixItems', 'minItems', 'maxItems',
  'uniqueItems', 'properties', 'required', 'additionalProperties', 'propertyNames', 'minProperties', 'maxProperties',
]); // prettier-ignore

/** A document as a node. */
export function rootNode(schema: JsonSchema): SchemaNode {
  return { schema, root: schema };
}

/** A part of a node's document; `true`, `false` and a part that is not there are schemas too. */
export function part({ root }: SchemaNode, schema: unknown): SchemaNode {
  if (schema === undefined || schema === true) return { schema: {}, root };
  if (schema === false) return { schema: { not: {} }, root };
  return { schema: schema as JsonSchema, root };
}

/** The keywords of a schema that mean something. */
export function keywordsOf({ schema }: SchemaNode): string[] {
  return Object.keys(schema).filter((key) => !ANNOTATIONS.has(key));
}

/** True when every keyword is one that can be compared. */
export function isComparable(node: SchemaNode): boolean {
  const { not } = node.schema;
  return keywordsOf(node).every((key) => KNOWN.has(key)) && (not === undefined || isNever(node));
}

/** True for a schema that every value fits. */
export function isAnything(node: SchemaNode): boolean {
  return keywordsOf(node).length === 0;
}

/** True for `{ not: {} }`, which no value fits. */
export function isNever({ schema: { not } }: SchemaNode): boolean {
  return typeof not === 'object' && not !== null && Object.keys(not).length === 0;
}

/** True when two schemas say the same in the same words; what they refer to counts. */
export function isSame(a: SchemaNode, b: SchemaNode): boolean {
  const text = meaningOf(a.schema);
  if (text !== meaningOf(b.schema)) return false;
  return !text.includes('"$ref"') || meaningOf(a.root, true) === meaningOf(b.root, true);
}

function meaningOf(schema: JsonSchema, withDefinitions = false): string {
  const kept = Object.entries(schema).filter(
    ([key]) => !ANNOTATIONS.has(key) || (withDefinitions && key === '$defs'),
  );
  return stableJson(Object.fromEntries(kept));
}

/**
 * The parts that must all hold, with references followed: the schema's own keywords first.
 *
 * @throws TypeError for a reference that leads nowhere.
 */
export function conjunctsOf(node: SchemaNode, followed: readonly unknown[] = []): SchemaNode[] {
  const { $ref: reference, allOf, ...own } = node.schema;
  const conjuncts = [
    ...(typeof reference === 'string' ? [target(node, reference)] : []),
    ...((allOf ?? []) as unknown[]).map((each) => part(node, each)),
  ];
  const self = { schema: own, root: node.root };
  if (conjuncts.length === 0) return [self];
  if (followed.includes(node.schema)) throw new TypeError('a schema refers to itself without end');
  const others = conjuncts.flatMap((each) => conjunctsOf(each, [...followed, node.schema]));
  return isAnything(self) ? others : [self, ...others];
}

function target({ root }: SchemaNode, reference: string): SchemaNode {
  const steps = reference.split('/').slice(1);
  const found = steps.reduce((at: unknown, step) => {
    const key = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
    return typeof at === 'object' && at !== null ? (at as JsonSchema)[key] : undefined;
  }, root);
  if (!reference.startsWith('#') || found === undefined)
    throw new TypeError(`the reference ${reference} leads nowhere`);
  return { schema: found as JsonSchema, root };
}

/**
 * The forms of a value, one of which must fit: a union's members, a list of types one by one. The keywords beside a union
 * hold for each of its members.
 */
export function formsOf(node: SchemaNode): SchemaNode[] {
  const { anyOf, oneOf, ...rest } = node.schema;
  const { type } = rest;
  if (anyOf !== undefined || oneOf !== undefined) {
    const members = (anyOf ?? oneOf) as readonly unknown[];
    const both = anyOf !== undefined && oneOf !== undefined ? { oneOf } : {};
    const beside = { ...rest, ...both };
    const bare = isAnything({ schema: beside, root: node.root });
    return members.flatMap((each) => formsOf(part(node, bare ? each : { allOf: [beside, each] })));
  }
  if (Array.isArray(type))
    return type.map((each: unknown) => ({ schema: { ...rest, type: each }, root: node.root }));
  return [node];
}
