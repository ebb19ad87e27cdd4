import { type JsonSchema, PERSONAL } from '@quyu/contract-kit';

/** What stands for a personal value. */
export const REDACTED = '[redacted]';

type Redact = (value: unknown) => unknown;

const LISTS = ['anyOf', 'oneOf', 'allOf'] as const;

/**
 * Makes what leaves out of a value whatever its schema calls personal, however deep. Where a schema offers alternatives, a place
 * that is personal in one of them counts as personal. Values that are not there stay away: it can be seen what was given.
 *
 * @returns undefined when nothing in the schema is personal.
 * @example redactorOf(jsonSchemaOf(partnerProfileSchema))?.({ code: 'p', phone: '1' }) // { code: 'p', phone: '[redacted]' }
 */
export function redactorOf(schema: JsonSchema): Redact | undefined {
  if (!JSON.stringify(schema).includes(`"${PERSONAL}":true`)) return undefined;
  return (value) => redact([schema], value, schema);
}

/** @param schemas all that say something of the value. @param root where references point into. */
function redact(schemas: readonly JsonSchema[], value: unknown, root: JsonSchema): unknown {
  const all = schemas.flatMap((schema) => expand(schema, root, new Set()));
  if (all.some((schema) => schema[PERSONAL] === true)) return value === null ? null : REDACTED;
  if (Array.isArray(value))
    return value.map((each, index) =>
      redact(
        all.flatMap((schema) => itemsOf(schema, index)),
        each,
        root,
      ),
    );
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [
      name,
      redact(
        all.flatMap((schema) => propertyOf(schema, name)),
        each,
        root,
      ),
    ]),
  );
}

/** A schema with all that it refers to or is made of. */
function expand(schema: JsonSchema, root: JsonSchema, seen: Set<JsonSchema>): JsonSchema[] {
  if (seen.has(schema)) return [];
  seen.add(schema);
  const parts = LISTS.flatMap((list) => schemasIn(schema[list]));
  const target = typeof schema['$ref'] === 'string' ? [followReference(schema['$ref'], root)] : [];
  return [schema, ...[...parts, ...target].flatMap((part) => expand(part, root, seen))];
}

/** @throws TypeError when it points nowhere: what it stands for could be personal. */
function followReference(reference: string, root: JsonSchema): JsonSchema {
  const steps = reference
    .replace(/^#\/?/, '')
    .split('/')
    .filter((step) => step !== '');
  let found: unknown = root;
  for (const step of steps) found = isSchema(found) ? found[step] : undefined;
  if (isSchema(found)) return found;
  throw new TypeError(`a contract's schema refers to ${reference}, which is not there`);
}

function itemsOf(schema: JsonSchema, index: number): JsonSchema[] {
  const placed = schemasIn(schema['prefixItems'])[index];
  return placed ? [placed] : schemasIn([schema['items']]);
}

function propertyOf(schema: JsonSchema, name: string): JsonSchema[] {
  const properties = schema['properties'];
  const declared = isSchema(properties) && Object.hasOwn(properties, name) ? properties[name] : undefined;
  return isSchema(declared) ? [declared] : schemasIn([schema['additionalProperties']]);
}

function schemasIn(list: unknown): JsonSchema[] {
  return Array.isArray(list) ? list.filter(isSchema) : [];
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
