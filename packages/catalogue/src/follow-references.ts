/** Test support: walks a document's local references. */

/** Every `$ref` in a document. */
export function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) =>
    key === '$ref' && typeof each === 'string' ? [each] : referencesIn(each),
  );
}

/** What a local reference points at, or undefined. */
export function resolveReference(document: unknown, reference: string): unknown {
  const keys = reference.split('/').slice(1);
  return keys.reduce((at: unknown, key) => {
    const name = decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~');
    return typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[name] : undefined;
  }, document);
}

/** Every schema under a key named `schema`, `x-itemSchema` or `payload`, by its pointer; examples are no schemas. */
export function schemasIn(value: unknown, at = '#'): [string, object][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]): [string, object][] => {
    const place = `${at}/${encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))}`;
    if (key === 'examples') return [];
    const isSchema = key === 'schema' || key === 'x-itemSchema' || key === 'payload';
    return isSchema ? [[place, each as object]] : schemasIn(each, place);
  });
}
