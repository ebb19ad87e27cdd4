import { type JsonSchema, z } from '@quyu/contract-kit';
import type { ConfigFault } from './config-error.js';

/** Environment variables. */
export type Env = Readonly<Record<string, string | undefined>>;

/** What was read from the environment, or everything that was wrong. */
export type EnvResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly faults: readonly ConfigFault[] };

/**
 * The variable of a field: `maxUploads` of the plugin `market-data` is `MARKET_DATA_MAX_UPLOADS`.
 *
 * @param prefix a plugin's id, or `quyu` for the host.
 */
export function variableOf(prefix: string, field: string): string {
  const words = field.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2');
  return `${prefix}_${words}`.replaceAll('-', '_').toUpperCase();
}

/**
 * Reads the fields of a configuration from `<PREFIX>_*`. A variable holds text: numbers, booleans, lists (separated by
 * commas) and objects (JSON) are read from it as the schema asks. An empty variable counts as not set. A field's
 * `description` is what a fault tells to do; `meta({ secret: true })` hides its value.
 */
export function readEnv<Schema extends z.ZodObject>(
  prefix: string,
  schema: Schema,
  env: Env,
): EnvResult<z.output<Schema>> {
  const fields = fieldsOf(schema);
  const given = Object.entries(fields).flatMap(([field, fieldSchema]) => {
    const text = env[variableOf(prefix, field)];
    return text === undefined || text === '' ? [] : [[field, valueOf(fieldSchema, text)] as const];
  });
  const parsed = schema.safeParse(Object.fromEntries(given));
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, faults: parsed.error.issues.map((issue) => faultOf(issue, prefix, fields, env)) };
}

/** Configurations stay inside the process, so unlike contracts they may have defaults and transforms. */
function fieldsOf(schema: z.ZodObject): Readonly<Record<string, JsonSchema>> {
  const document = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return (document.properties ?? {}) as Record<string, JsonSchema>;
}

function valueOf(schema: JsonSchema, text: string): unknown {
  const type = typeOf(schema);
  if ((type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(text.trim())) return Number(text);
  if (type === 'boolean')
    return { true: true, '1': true, false: false, '0': false }[text.trim().toLowerCase()] ?? text;
  if (type === 'object' || (type === 'array' && text.trimStart().startsWith('['))) return jsonOr(text);
  if (type !== 'array') return text;
  return text.split(',').map((item) => valueOf((schema['items'] ?? {}) as JsonSchema, item.trim()));
}

function typeOf(schema: JsonSchema): unknown {
  if (schema['type'] !== undefined) return schema['type'];
  const variants = (schema['anyOf'] ?? []) as readonly JsonSchema[];
  return variants.map((variant) => variant['type']).find((type) => type !== undefined && type !== 'null');
}

/** Text that is not JSON stays text, and is then refused by the schema where it belongs. */
function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

type Fields = Readonly<Record<string, JsonSchema>>;

function faultOf(issue: z.core.$ZodIssue, prefix: string, fields: Fields, env: Env): ConfigFault {
  const field = String(issue.path[0] ?? '');
  const name = variableOf(prefix, field);
  const schema = fields[field] ?? {};
  const inside = issue.path.length > 1 ? ` (at ${issue.path.slice(1).join('.')})` : '';
  const value = env[name] === '' ? undefined : env[name];
  const remedy = typeof schema['description'] === 'string' ? schema['description'] : `set ${name}`;
  return {
    name,
    value: value === undefined ? undefined : shown(field, schema, value),
    fault: value === undefined ? 'is required' : issue.message + inside,
    remedy,
  };
}

const SECRET_NAME = /secret|password|token|private|credential|api_?key$/i;

function shown(field: string, schema: JsonSchema, value: string): string {
  if (schema['secret'] === true || SECRET_NAME.test(field)) return '(hidden)';
  const withoutPassword = value.replaceAll(/(:\/\/[^/\s,]*:)[^/\s,]*@/g, '$1***@');
  return withoutPassword.length > 60 ? `${withoutPassword.slice(0, 57)}...` : withoutPassword;
}
