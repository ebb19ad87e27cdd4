import type { Plugin } from '@quyu/plugin-kit';
import { fieldsOf, secretFieldsOf, variableOf } from './config-fields.js';
import { type Env, fillFromFiles } from './secret-files.js';
import { type HostSettings, hostFields } from './settings.js';

/**
 * The variables that hold secrets: the host's, and those of plugins. Each may be given as a file instead.
 *
 * @example secretVariablesOf([partner]) // ['QUYU_DATABASE_URL', ...]
 */
export function secretVariablesOf(plugins: readonly Plugin[]): readonly string[] {
  const host = secretFieldsOf(fieldsOf(hostFields)).map((field) => variableOf('quyu', field));
  const others = plugins.flatMap(({ spec }) =>
    secretFieldsOf(fieldsOf(spec.config)).map((field) => variableOf(spec.id, field)),
  );
  return [...host, ...others];
}

/**
 * The texts that must not be told by anything a deployment writes: the values of secret settings of the host and of
 * plugins, the texts inside those that are JSON, and the passwords inside those that are addresses.
 *
 * @example createLog('info', process.stderr, secretTextsOf(settings, plugins, process.env));
 */
export function secretTextsOf(
  settings: Readonly<Partial<HostSettings>>,
  plugins: readonly Plugin[],
  env: Env,
): readonly string[] {
  const own: Readonly<Record<string, unknown>> = { ...settings };
  const values = [
    ...secretFieldsOf(fieldsOf(hostFields)).map((field) => own[field]),
    ...plugins.flatMap(({ spec }) => secretsOfPlugin(spec, env)),
  ];
  return [...new Set(values.flatMap(textsIn))];
}

function secretsOfPlugin({ id, config }: Plugin['spec'], env: Env): unknown[] {
  const fields = fieldsOf(config);
  const filled = fillFromFiles(id, fields, env).env;
  return secretFieldsOf(fields).map((field) => {
    const text = filled[variableOf(id, field)];
    return text?.startsWith('{') || text?.startsWith('[') ? jsonOr(text) : text;
  });
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(textsIn);
  if (typeof value !== 'string' || value === '') return [];
  // Of an address the password is the secret: the rest is what people look for in a log.
  return value.includes('://') ? value.split(',').flatMap(passwordsIn) : [value];
}

function passwordsIn(address: string): string[] {
  const password = /:\/\/[^/\s]*?:(.*)@/.exec(address)?.[1];
  return password === undefined || password === '' ? [] : [password, decoded(password)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // it is not encoded, then
  }
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // refused by the schema
  }
}
