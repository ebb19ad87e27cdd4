import { numberIn } from '../assignment/conditions.js';
import type { NormalForm } from '../assignment/normal-form.js';

/** What the values of one attribute have in common: they are among some, start alike, or lie in a range. */
export type Bound =
  | { readonly kind: 'values'; readonly values: ReadonlySet<string> }
  | { readonly kind: 'prefix'; readonly prefix: string }
  | { readonly kind: 'range'; readonly from: number; readonly to: number };

/** By attribute. An attribute without a bound may be anything, or unknown. */
export type Bounds = ReadonlyMap<string, Bound>;

/** What every subject that meets a form is like; it may be wider than the form, never narrower. */
export function boundsOf(form: NormalForm): Bounds {
  if (form.kind === 'literal') return boundsOfLiteral(form);
  const parts = form.parts.map(boundsOf);
  return parts.reduce(form.kind === 'all' ? intersectBounds : uniteBounds);
}

function boundsOfLiteral({ test, isDenied }: Extract<NormalForm, { kind: 'literal' }>): Bounds {
  const bound = (of: Bound): Bounds => new Map([[test.attribute, of]]);
  if (isDenied) return new Map();
  switch (test.op) {
    case 'eq':
      return bound({ kind: 'values', values: new Set([test.value]) });
    case 'in':
      return bound({ kind: 'values', values: new Set(test.values) });
    case 'prefix':
      return bound({ kind: 'prefix', prefix: test.value });
    case 'range':
      return bound({ kind: 'range', from: test.from ?? -Infinity, to: test.to ?? Infinity });
    default:
      return new Map();
  }
}

export function intersectBounds(a: Bounds, b: Bounds): Bounds {
  const both = new Map(a);
  for (const [attribute, bound] of b) {
    const there = both.get(attribute);
    both.set(attribute, there ? intersect(there, bound) : bound);
  }
  return both;
}

/** As narrow as can be told in one bound. */
function intersect(a: Bound, b: Bound): Bound {
  if (a.kind === 'values') {
    if (b.kind === 'values' && b.values.size < a.values.size) return intersect(b, a);
    return { kind: 'values', values: new Set([...a.values].filter((value) => admits(b, value))) };
  }
  if (b.kind === 'values') return intersect(b, a);
  if (a.kind === 'range' && b.kind === 'range') {
    return { kind: 'range', from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) };
  }
  if (a.kind === 'prefix' && b.kind === 'prefix') return a.prefix.length > b.prefix.length ? a : b;
  return a.kind === 'prefix' ? a : b;
}

function uniteBounds(a: Bounds, b: Bounds): Bounds {
  const united = new Map<string, Bound>();
  for (const [attribute, bound] of a) {
    const other = b.get(attribute);
    const both = other && unite(bound, other);
    if (both) united.set(attribute, both);
  }
  return united;
}

function unite(a: Bound, b: Bound): Bound | undefined {
  if (a.kind === 'values' && b.kind === 'values') {
    return { kind: 'values', values: new Set([...a.values, ...b.values]) };
  }
  if (a.kind === 'range' && b.kind === 'range') {
    return { kind: 'range', from: Math.min(a.from, b.from), to: Math.max(a.to, b.to) };
  }
  return undefined;
}

/** Whether an attribute within the bound may have this value. */
export function admits(bound: Bound, value: string): boolean {
  switch (bound.kind) {
    case 'values':
      return bound.values.has(value);
    case 'prefix':
      return value.startsWith(bound.prefix);
    default:
      return numberIn(value) >= bound.from && numberIn(value) <= bound.to;
  }
}

/** Whether one value may be within both bounds. */
export function canMeet(a: Bound, b: Bound): boolean {
  if (a.kind === 'values') {
    if (b.kind === 'values' && b.values.size < a.values.size) return canMeet(b, a);
    return [...a.values].some((value) => admits(b, value));
  }
  if (b.kind === 'values') return canMeet(b, a);
  if (a.kind === 'range' && b.kind === 'range') return a.from <= b.to && b.from <= a.to;
  if (a.kind === 'prefix' && b.kind === 'prefix') {
    return a.prefix.startsWith(b.prefix) || b.prefix.startsWith(a.prefix);
  }
  return true;
}
