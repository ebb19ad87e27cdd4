import type { JsonSchema } from '@quyu/contract-kit';
import { arrayEscapes } from './array-escapes.js';
import { type Escape, escapeAt } from './escape.js';
import { limitEscapes } from './limit-escapes.js';
import { objectEscapes } from './object-escapes.js';
import {
  type SchemaNode, conjunctsOf, formsOf, isAnything, isComparable, isNever, isSame, rootNode,
} from './schema-node.js'; // prettier-ignore
import { discriminate, mayFitTwice } from './union-forms.js';
import { listedValues, valueEscapes } from './value-escapes.js';

/** No contract is as deep as this: a schema that is refers to itself without end. */
const DEEPEST = 100;

/** One of the two schemas that are compared. */
export type Side = 'inner' | 'outer';

/** What comparing parts needs. */
export interface Compare {
  /** Which side is the current one; the other is the published one. */
  readonly current: Side;
  readonly nodes: (inner: SchemaNode, outer: SchemaNode, at: string) => Escape[];
}

/**
 * Every place at which a value that fits the inner schema may not fit the outer one. Sound rather than complete: what is
 * not understood is an escape of kind `unjudged`, and an empty list means that there is none.
 *
 * Two things are looked at as people use schemas, not as JSON Schema defines them: a field that an open object does not
 * declare is taken as not sent (so adding a field is no escape), and a declared field that the current schema does not
 * declare any more is always one.
 *
 * @param current which side is the current schema. @param at JSON Pointer of the value, e.g. `/data`.
 */
export function findEscapes(inner: JsonSchema, outer: JsonSchema, current: Side, at = ''): Escape[] {
  const underWay: [JsonSchema, JsonSchema][] = [];
  const compare: Compare = {
    current,
    nodes(one, other, place) {
      // A recursive schema meets itself again: what is wrong with it is found further up.
      if (underWay.some(([a, b]) => a === one.schema && b === other.schema)) return [];
      if (underWay.length > DEEPEST) return [escapeAt(place, 'unjudged')];
      underWay.push([one.schema, other.schema]);
      const found = escapesOf(one, other, place, compare);
      underWay.pop();
      return found;
    },
  };
  return [...new Map(compare.nodes(rootNode(inner), rootNode(outer), at).map((each) => [JSON.stringify(each), each])).values()]; // prettier-ignore
}

function escapesOf(inner: SchemaNode, outer: SchemaNode, at: string, compare: Compare): Escape[] {
  if (isAnything(outer) || isNever(inner) || isSame(inner, outer)) return [];
  if (!isComparable(inner) || !isComparable(outer)) return [escapeAt(at, 'unjudged')];
  const conjuncts = conjunctsOf(inner);
  return conjunctsOf(outer).flatMap((each) => conjunctEscapes(conjuncts, each, at, compare));
}

/** What all of the inner parts together let through fits if what one of them lets through does. */
function conjunctEscapes(
  inner: readonly SchemaNode[],
  outer: SchemaNode,
  at: string,
  compare: Compare,
): Escape[] {
  const tries = inner.map((each) => unionEscapes(each, outer, at, compare));
  if (tries.some((found) => found.length === 0)) return [];
  return tries.length === 1 ? tries.flat() : [escapeAt(at, 'unjudged')];
}

/** Every form of the inner schema must fit one of the outer one. */
function unionEscapes(inner: SchemaNode, outer: SchemaNode, at: string, compare: Compare): Escape[] {
  const forms = formsOf(outer);
  if (mayFitTwice(outer)) return [escapeAt(at, 'unjudged')];
  return formsOf(inner).flatMap((form) => formEscapes(form, forms, at, compare));
}

function formEscapes(form: SchemaNode, forms: readonly SchemaNode[], at: string, compare: Compare): Escape[] {
  const [only] = forms;
  if (only && forms.length === 1) return plainOrDeeper(form, only, at, compare);
  const tries = forms.map((each) => plainOrDeeper(form, each, at, compare));
  if (tries.some((found) => found.length === 0)) return [];
  const values = listedValues(form);
  if (values) return valueEscapes(values, { schema: { anyOf: forms.map(({ schema }) => schema) }, root: forms[0]!.root }, at); // prettier-ignore
  const index = forms.findIndex((each) => discriminate(form, each) === 'same');
  return index === -1 ? [escapeAt(at, 'form', tellForm(form))] : tries[index]!;
}

/** A form may be a reference or a union in its turn. */
function plainOrDeeper(inner: SchemaNode, outer: SchemaNode, at: string, compare: Compare): Escape[] {
  const isPlain = [inner, outer].every(
    ({ schema }) =>
      !['$ref', 'allOf', 'anyOf', 'oneOf'].some((key) => key in schema) && !Array.isArray(schema['type']),
  );
  return isPlain ? plainEscapes(inner, outer, at, compare) : compare.nodes(inner, outer, at);
}

function plainEscapes(inner: SchemaNode, outer: SchemaNode, at: string, compare: Compare): Escape[] {
  if (isAnything(outer) || isNever(inner) || isSame(inner, outer)) return [];
  if (!isComparable(inner) || !isComparable(outer)) return [escapeAt(at, 'unjudged')];
  const values = listedValues(inner);
  if (values) return valueEscapes(values, outer, at);
  const known = listedValues(outer);
  if (known || isNever(outer)) return [escapeAt(at, 'any-value', inner.schema['type'], known ?? [])];
  return typeEscapes(inner, outer, at) ?? limitsAndParts(inner, outer, at, compare);
}

/** @returns undefined when the types agree. */
function typeEscapes(inner: SchemaNode, outer: SchemaNode, at: string): Escape[] | undefined {
  const [own, type] = [inner.schema['type'], outer.schema['type']];
  if (own === type) return undefined;
  if (type === undefined || (own === 'integer' && type === 'number')) return undefined;
  return [escapeAt(at, 'type', own ?? 'anything', type)];
}

function limitsAndParts(inner: SchemaNode, outer: SchemaNode, at: string, compare: Compare): Escape[] {
  const type = inner.schema['type'];
  return [
    ...limitEscapes(inner, outer, at),
    ...(type === 'object' || type === undefined ? objectEscapes(inner, outer, at, compare) : []),
    ...(type === 'array' || type === undefined ? arrayEscapes(inner, outer, at, compare) : []),
  ];
}

function tellForm({ schema }: SchemaNode): string {
  const { description: _description, ...rest } = schema;
  const text = JSON.stringify(rest);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
