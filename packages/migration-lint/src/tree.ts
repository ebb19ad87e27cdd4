import type { Node, RangeVar } from 'libpg-query';

/** All parse nodes of a kind below one, itself included, in the order of the text. */
export function findAll(tree: unknown, kind: string): readonly object[] {
  if (typeof tree !== 'object' || tree === null) return [];
  return Object.entries(tree).flatMap(([key, value]) => [
    ...(key === kind && typeof value === 'object' && value !== null ? [value as object] : []),
    ...findAll(value, kind),
  ]);
}

/** Name of a table without its schema: a migration only knows its own. */
export function tableOf(relation: RangeVar | undefined): string {
  return relation?.relname ?? '';
}

/** The last part of a name such as `partner.by_city`, as parse trees have it. */
export function lastName(node: Node | undefined): string {
  const parts = findAll(node, 'String') as readonly { readonly sval?: string }[];
  return parts.at(-1)?.sval ?? '';
}
