import type { JsonSchema } from '@quyu/contract-kit';

const FIXED_FORMATS: ReadonlySet<unknown> = new Set(['uuid', 'date', 'date-time']);

/** Where a schema lets a text or a list be of any length, as JSON Pointers into the schema. */
export function unboundedIn(schema: JsonSchema, at = ''): string[] {
  const here = isUnbounded(schema) ? [at] : [];
  return [...here, ...childrenOf(schema).flatMap(([step, child]) => unboundedIn(child, `${at}/${step}`))];
}

function isUnbounded(schema: JsonSchema): boolean {
  if (schema['type'] === 'array') return typeof schema['maxItems'] !== 'number';
  if (schema['type'] !== 'string' || 'const' in schema || 'enum' in schema) return false;
  if (typeof schema['maxLength'] === 'number' || FIXED_FORMATS.has(schema['format'])) return false;
  return typeof schema['pattern'] !== 'string' || !hasEnd(schema['pattern']);
}

/** Whether a pattern matches texts of a limited length only: anchored, and nothing in it repeats for ever. */
function hasEnd(pattern: string): boolean {
  const withoutClasses = pattern.replaceAll(/\\.|\[(?:\\.|[^\]\\])*\]/g, 'x');
  return /^\^.*\$$/.test(withoutClasses) && !/[*+]|\{\d+,\}/.test(withoutClasses);
}

function childrenOf(schema: JsonSchema): [string, JsonSchema][] {
  const lists = ['anyOf', 'oneOf', 'allOf'].flatMap((keyword) =>
    ((schema[keyword] ?? []) as JsonSchema[]).map((each, index): [string, JsonSchema] => [`${keyword}/${index}`, each]),
  );
  const maps = ['properties', '$defs'].flatMap((keyword) =>
    Object.entries((schema[keyword] ?? {}) as Record<string, JsonSchema>).map(
      ([name, each]): [string, JsonSchema] => [`${keyword}/${name}`, each],
    ),
  );
  const single = ['items', 'propertyNames', 'additionalProperties'].flatMap((keyword) => {
    const child = schema[keyword];
    return typeof child === 'object' && child !== null ? [[keyword, child] as [string, JsonSchema]] : [];
  });
  return [...maps, ...lists, ...single];
} // prettier-ignore
