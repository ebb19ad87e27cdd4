import { z } from 'zod';
import type { Json } from './json.js';

/** A JSON Schema (draft 2020-12) document. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Kinds of schema whose parsed value differs from what travels, so that no other language could follow. */
const NOT_PORTABLE = new Set([
  'date', 'transform', 'pipe', 'default', 'prefault', 'catch', 'bigint', 'symbol', 'map', 'set',
  'function', 'promise', 'file', 'nan', 'undefined', 'void',
]); // prettier-ignore

/** The keyword by which a JSON Schema says that a value is about a person. */
export const PERSONAL = 'x-personal';

/**
 * Marks a field as being about a person: it is left out of the audit log and of log lines. Mark the value itself, before
 * `optional()` or `nullable()`.
 *
 * @example z.strictObject({ code: z.string(), phone: personal(z.string().max(40)).optional() })
 */
export function personal<S extends z.ZodType>(schema: S): S {
  return schema.meta({ ...schema.meta(), personal: true });
}

function isPersonal(schema: z.core.$ZodType): boolean {
  return z.globalRegistry.get(schema)?.['personal'] === true;
}

const cache = new WeakMap<z.ZodType, JsonSchema>();

/**
 * The JSON Schema of a contract schema, made once. Contract schemas must be *portable*: what is parsed is
 * what travelled, so dates, transforms and defaults are refused (write ISO strings and `optional()`).
 *
 * @throws TypeError naming the place and kind of a schema that is not portable.
 * @example jsonSchemaOf(z.strictObject({ code: z.string() })).type // 'object'
 */
export function jsonSchemaOf(schema: z.ZodType): JsonSchema {
  const known = cache.get(schema);
  if (known) return known;
  const made = z.toJSONSchema(schema, {
    io: 'input',
    metadata: z.registry<Record<string, never>>(),
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema, path }) => {
      refuseUnportable(zodSchema._zod.def.type, path);
      if (isPersonal(zodSchema)) jsonSchema[PERSONAL] = true;
    },
  });
  const { $schema: _dialect, ...document } = made as Record<string, unknown>;
  cache.set(schema, document);
  return document;
}

function refuseUnportable(kind: string, path: readonly (string | number)[]): void {
  if (!NOT_PORTABLE.has(kind)) return;
  throw new TypeError(
    `contract schema at /${path.join('/')} uses "${kind}", which does not travel: use plain JSON types`,
  );
}

/** One fault in a value: where (a JSON Pointer), what, and a stable code. */
export interface Fault {
  readonly pointer: string;
  readonly code: string;
  readonly message: string;
}

/** Either the parsed value or every fault found. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * Checks a value against a schema and gives located faults instead of throwing.
 *
 * @param at JSON Pointer of the value inside its document, e.g. `/body`.
 * @example check(z.int(), 'x', '/query/limit') // { ok: false, faults: [{ pointer: '/query/limit', ... }] }
 */
export function check<T>(schema: z.ZodType<T>, value: unknown, at = ''): Parsed<T> {
  const result = schema.safeParse(value);
  if (result.success) return { ok: true, value: result.data };
  return { ok: false, faults: result.error.issues.flatMap((issue) => faultsOf(issue, at)) };
}

function faultsOf(issue: z.core.$ZodIssue, at: string): Fault[] {
  const base = at + issue.path.map((step) => `/${escapePointer(String(step))}`).join('');
  if (issue.code === 'invalid_union') {
    const nearest = nearestBranch(issue.errors);
    if (nearest) return nearest.flatMap((each) => faultsOf(each, base));
  }
  if (issue.code !== 'unrecognized_keys')
    return [{ pointer: base, code: issue.code, message: issue.message }];
  return issue.keys.map((key) => ({
    pointer: `${base}/${escapePointer(key)}`,
    code: 'unknown_field',
    message: 'is not a known field',
  }));
}

/** Of a union's alternatives, the one that the value came closest to: it failed deepest inside, or on the fewest points. */
function nearestBranch(
  branches: readonly (readonly z.core.$ZodIssue[])[],
): readonly z.core.$ZodIssue[] | undefined {
  const depth = (issues: readonly z.core.$ZodIssue[]): number =>
    Math.max(0, ...issues.map((each) => each.path.length));
  const shallow = (issues: readonly z.core.$ZodIssue[]): boolean =>
    issues.some((each) => each.path.length === 0 && each.code === 'invalid_type');
  const candidates = branches.filter((issues) => issues.length > 0 && !shallow(issues));
  return candidates.toSorted(
    (a, b) => missing(a) - missing(b) || depth(b) - depth(a) || a.length - b.length,
  )[0];
}

/** How many fields of an alternative are not there at all, or are there and not known to it. */
function missing(issues: readonly z.core.$ZodIssue[]): number {
  return issues.filter(
    (each) => each.code === 'unrecognized_keys' || (each.code === 'invalid_type' && each.input === undefined),
  ).length;
}

function escapePointer(step: string): string {
  return step.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** Query strings carry text only: turns it into the numbers, booleans and lists that the schema asks for. */
export function fromQueryString(
  schema: JsonSchema,
  query: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const properties = (schema['properties'] ?? {}) as Record<string, JsonSchema>;
  return Object.fromEntries(
    Object.entries(query).map(([name, text]) => [name, coerce(properties[name], text as Json)]),
  );
}

function coerce(schema: JsonSchema | undefined, value: unknown): unknown {
  const type = schema?.['type'];
  if (type === 'array') return [value].flat().map((each) => coerce(schema?.['items'] as JsonSchema, each));
  if (typeof value !== 'string') return value;
  if ((type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  if (type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true';
  return value;
}

/**
 * A zod schema that parses to a `T`, by the one property that says so: to compare a schema's own type with
 * `z.ZodType<T>` costs the compiler 75,000 instantiations, with this a few. For parameters; what is kept is
 * a `z.ZodType<T>` again, by {@link erase}.
 */
export interface SchemaOf<T> {
  readonly _zod: { readonly output: T };
}

/**
 * Hides a schema's own type behind the plain type it parses to, so that exporting it costs the compilers of all who
 * import it next to nothing.
 *
 * @example export const partnerSchema = erase(z.object({ code: z.string() })); // z.ZodType<{ code: string }>
 */
export function erase<T>(schema: SchemaOf<T>): z.ZodType<T> {
  return schema as z.ZodType<T>;
}

/** The plain type that a schema parses to. */
export type TypeOf<S extends SchemaOf<unknown>> = S['_zod']['output'];
