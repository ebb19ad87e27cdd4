import type { Escape } from './escape.js';
import type { Compare } from './find-escapes.js';
import { type SchemaNode, part } from './schema-node.js';

/** Where an item of a list that fits the inner schema does not fit the outer one. */
export function arrayEscapes(inner: SchemaNode, outer: SchemaNode, at: string, compare: Compare): Escape[] {
  const places = Math.max(prefixOf(inner).length, prefixOf(outer).length);
  const leading = Array.from({ length: places }, (_, index) =>
    compare.nodes(itemAt(inner, index), itemAt(outer, index), `${at}/${index}`),
  );
  return [...leading.flat(), ...compare.nodes(itemAt(inner, places), itemAt(outer, places), `${at}/*`)];
}

function prefixOf({ schema }: SchemaNode): readonly unknown[] {
  return (schema['prefixItems'] ?? []) as readonly unknown[];
}

function itemAt(node: SchemaNode, index: number): SchemaNode {
  return part(node, prefixOf(node)[index] ?? node.schema['items']);
}
