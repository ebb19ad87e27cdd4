import { type Escape, escapeAt } from './escape.js';
import type { SchemaNode } from './schema-node.js';

/** Limits of which a smaller or larger number lets more values through. */
const LOWER = ['minLength', 'minItems', 'minProperties'] as const;
const UPPER = ['maxLength', 'maxItems', 'maxProperties'] as const;
const EXACT = ['pattern', 'format'] as const;

/** Where the outer schema has a limit that the inner one does not keep. */
export function limitEscapes(inner: SchemaNode, outer: SchemaNode, at: string): Escape[] {
  return [
    ...LOWER.flatMap((keyword) => numberEscapes(inner, outer, keyword, at, (a, b) => a >= b)),
    ...UPPER.flatMap((keyword) => numberEscapes(inner, outer, keyword, at, (a, b) => a <= b)),
    ...EXACT.flatMap((keyword) => exactEscapes(inner, outer, keyword, at)),
    ...rangeEscapes(inner, outer, at),
    ...stepEscapes(inner, outer, at),
    ...uniqueEscapes(inner, outer, at),
  ];
}

function numberEscapes(
  inner: SchemaNode,
  outer: SchemaNode,
  keyword: string,
  at: string,
  keeps: (inner: number, outer: number) => boolean,
): Escape[] {
  const [own, limit] = [inner.schema[keyword], outer.schema[keyword]];
  if (limit === undefined || (own !== undefined && keeps(Number(own), Number(limit)))) return [];
  return [escapeAt(at, 'limit', tellLimit(keyword, own), tellLimit(keyword, limit))];
}

/** Whether one pattern or format lets through less than another cannot be told from their texts. */
function exactEscapes(inner: SchemaNode, outer: SchemaNode, keyword: string, at: string): Escape[] {
  const [own, limit] = [inner.schema[keyword], outer.schema[keyword]];
  if (limit === undefined || own === limit) return [];
  if (own !== undefined) return [escapeAt(at, 'unjudged')];
  return [escapeAt(at, 'limit', tellLimit(keyword, undefined), tellLimit(keyword, limit))];
}

/** A bound and whether it is part of the range. */
interface Bound {
  readonly value: number;
  readonly open: boolean;
}

function rangeEscapes(inner: SchemaNode, outer: SchemaNode, at: string): Escape[] {
  return [
    ...boundEscapes(boundOf(inner, 'Minimum'), boundOf(outer, 'Minimum'), 'minimum', at),
    ...boundEscapes(boundOf(inner, 'Maximum'), boundOf(outer, 'Maximum'), 'maximum', at),
  ];
}

/** The stricter of the inclusive and the exclusive bound; a maximum is turned round, so that higher is stricter. */
function boundOf({ schema }: SchemaNode, name: 'Minimum' | 'Maximum'): Bound | undefined {
  const sign = name === 'Minimum' ? 1 : -1;
  const closed = schema[name.toLowerCase()];
  const open = schema[`exclusive${name}`];
  const bounds = [
    ...(closed === undefined ? [] : [{ value: sign * Number(closed), open: false }]),
    ...(open === undefined ? [] : [{ value: sign * Number(open), open: true }]),
  ];
  return bounds.toSorted((a, b) => (isAsStrict(a, b) ? -1 : 1))[0];
}

function isAsStrict(a: Bound, b: Bound): boolean {
  return a.value > b.value || (a.value === b.value && (a.open || !b.open));
}

function boundEscapes(
  own: Bound | undefined,
  limit: Bound | undefined,
  keyword: string,
  at: string,
): Escape[] {
  if (!limit || (own && isAsStrict(own, limit))) return [];
  return [escapeAt(at, 'limit', tellBound(own, keyword), tellBound(limit, keyword))];
}

function tellBound(bound: Bound | undefined, keyword: string): string {
  if (!bound) return `${keyword} none`;
  const value = keyword === 'maximum' ? -bound.value : bound.value;
  return `${bound.open ? 'exclusive ' : ''}${keyword} ${value}`;
}

function stepEscapes(inner: SchemaNode, outer: SchemaNode, at: string): Escape[] {
  const [own, limit] = [inner.schema['multipleOf'], outer.schema['multipleOf']];
  if (limit === undefined || own === limit) return [];
  const isMultiple = Number.isInteger(own) && Number.isInteger(limit) && Number(own) % Number(limit) === 0;
  return isMultiple
    ? []
    : [escapeAt(at, 'limit', tellLimit('multipleOf', own), tellLimit('multipleOf', limit))];
}

function uniqueEscapes(inner: SchemaNode, outer: SchemaNode, at: string): Escape[] {
  if (outer.schema['uniqueItems'] !== true || inner.schema['uniqueItems'] === true) return [];
  return [escapeAt(at, 'limit', 'items may repeat', 'items are unique')];
}

/** @example tellLimit('maxLength', 5) // 'maxLength 5' */
function tellLimit(keyword: string, limit: unknown): string {
  return `${keyword} ${typeof limit === 'string' || typeof limit === 'number' ? limit : 'none'}`;
}
