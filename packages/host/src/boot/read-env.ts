import type { JsonSchema, z } from '@quyu/contract-kit';
import { type ConfigFields, fieldsOf, isSecret, variableOf } from './config-fields.js';
import type { ConfigFault } from './config-error.js';
import { type Env, type FilledEnv, fillFromFiles } from './secret-files.js';

/** What was read from the environment, or everything that was wrong. */
export type EnvResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly faults: readonly ConfigFault[] };

/**
 * Reads the fields of a configuration from `<PREFIX>_*`. A variable holds text: numbers, booleans, lists (separated by
 * commas) and objects (JSON) are read from it as the schema asks. An empty variable counts as not set. A field's
 * `description` is what a fault tells to do; `meta({ secret: true })` hides its value, and lets it come from a file that
 * `<PREFIX>_*_FILE` names.
 */
export function readEnv<Schema extends z.ZodObject>(
  prefix: string,
  schema: Schema,
  env: Env,
): EnvResult<z.output<Schema>> {
  const fields = fieldsOf(schema);
  const filled = fillFromFiles(prefix, fields, env);
  const given = Object.entries(fields).flatMap(([field, fieldSchema]) => {
    const text = filled.env[variableOf(prefix, field)];
    return text === undefined || text === '' ? [] : [[field, valueOf(fieldSchema, text)] as const];
  });
  const parsed = schema.safeParse(Object.fromEntries(given));
  if (parsed.success && filled.faults.size === 0) return { ok: true, value: parsed.data };
  const issues = parsed.success ? [] : parsed.error.issues;
  const others = issues.filter((issue) => !filled.faults.has(variableOfIssue(prefix, issue)));
  const faults = others.map((issue) => faultOf(issue, prefix, fields, filled));
  return { ok: false, faults: [...filled.faults.values(), ...faults] };
}

function variableOfIssue(prefix: string, { path }: z.core.$ZodIssue): string {
  return variableOf(prefix, String(path[0] ?? ''));
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

function faultOf(
  issue: z.core.$ZodIssue,
  prefix: string,
  fields: ConfigFields,
  { env, sources }: FilledEnv,
): ConfigFault {
  const field = String(issue.path[0] ?? '');
  const name = variableOfIssue(prefix, issue);
  const schema = fields[field] ?? {};
  const inside = issue.path.length > 1 ? ` (at ${issue.path.slice(1).join('.')})` : '';
  const value = env[name] === '' ? undefined : env[name];
  const remedy = typeof schema['description'] === 'string' ? schema['description'] : `set ${name}`;
  return {
    name: sources.get(name) ?? name,
    value: value === undefined ? undefined : shown(field, schema, value),
    fault: value === undefined ? 'is required' : issue.message + inside,
    remedy,
  };
}

function shown(field: string, schema: JsonSchema, value: string): string {
  if (isSecret(field, schema)) return '(hidden)';
  const withoutPassword = value.replaceAll(/(:\/\/[^/\s,]*:)[^/\s,]*@/g, '$1***@');
  return withoutPassword.length > 60 ? `${withoutPassword.slice(0, 57)}...` : withoutPassword;
}
