import { readFileSync } from 'node:fs';
import { type ConfigFields, secretFieldsOf, variableOf } from './config-fields.js';
import { ConfigError, type ConfigFault } from './config-error.js';

/** Environment variables. */
export type Env = Readonly<Record<string, string | undefined>>;

/** An environment in which secrets that were given as files stand as if they had been given directly. */
export interface FilledEnv {
  readonly env: Env;
  /** Of the variables that were filled from files, the variable that named the file. */
  readonly sources: ReadonlyMap<string, string>;
  /** What was wrong with files, by the variable that they were to fill. */
  readonly faults: ReadonlyMap<string, ConfigFault>;
}

/**
 * Reads secrets from files: `<NAME>_FILE` names the file of `<NAME>`, as orchestrators mount their secrets. Line breaks at
 * its end are not part of the secret. A field of its own by that name (`natsUsersFile`) wins.
 */
export function fillFromFiles(prefix: string, fields: ConfigFields, env: Env): FilledEnv {
  const filled: Record<string, string> = {};
  const sources = new Map<string, string>();
  const faults = new Map<string, ConfigFault>();
  for (const field of secretFieldsOf(fields)) {
    const name = variableOf(prefix, field);
    if (`${field}File` in fields) continue;
    const given = fromFile(name, env);
    if (!given) continue;
    sources.set(name, fileVariableOf(name));
    if ('text' in given) filled[name] = given.text;
    else faults.set(name, given.fault);
  }
  return { env: { ...env, ...filled }, sources, faults };
}

/**
 * The text of a secret variable, from its file when it was given as one; undefined when it was not given.
 *
 * @throws ConfigError when the file cannot be read, or both were given.
 * @example readSecretVariable('QUYU_DATABASE_URL', process.env)
 */
export function readSecretVariable(name: string, env: Env): string | undefined {
  const given = fromFile(name, env);
  if (!given) return env[name] === '' ? undefined : env[name];
  if ('text' in given) return given.text;
  throw new ConfigError([given.fault]);
}

function fileVariableOf(name: string): string {
  return `${name}_FILE`;
}

type Given = { readonly text: string } | { readonly fault: ConfigFault };

function fromFile(name: string, env: Env): Given | undefined {
  const path = env[fileVariableOf(name)];
  if (!path) return undefined;
  const read = env[name] ? { wrong: `is set, and so is ${name}` } : readText(path);
  if ('text' in read) return read;
  const remedy = `name a file that this process may read, or set ${name} instead`;
  return { fault: { name: fileVariableOf(name), value: path, fault: read.wrong, remedy } };
}

function readText(path: string): { readonly text: string } | { readonly wrong: string } {
  try {
    const text = readFileSync(path, 'utf8').replace(/(\r?\n)+$/, '');
    return text === '' ? { wrong: 'the file is empty' } : { text };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    return { wrong: `the file cannot be read (${code})` };
  }
}
