import { type JsonSchema, type z, jsonSchemaOf } from '@quyu/contract-kit';

/** Any JSON object under construction. */
export type JsonObject = Record<string, unknown>;

/**
 * A contract schema at a place inside a larger document. Recursive schemas refer to themselves from their own root
 * (`#/$defs/node`); inside the document that root is elsewhere, so such references are moved.
 *
 * @param path the keys that lead to the place, from the root of the document.
 */
export function embedSchema(schema: z.ZodType, path: readonly string[]): JsonSchema {
  const root = `#/${path.map(escapePointer).join('/')}`;
  return moveReferences(jsonSchemaOf(schema), root) as JsonSchema;
}

function moveReferences(value: unknown, root: string): unknown {
  if (Array.isArray(value)) return value.map((each) => moveReferences(each, root));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      const isReference = key === '$ref' && typeof each === 'string' && each.startsWith('#');
      return [key, isReference ? root + each.slice(1) : moveReferences(each, root)];
    }),
  );
}

/** A key as a step of a JSON Pointer inside a URI fragment. */
function escapePointer(key: string): string {
  return encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'));
}
