import type { IssuerSecrets } from '@quyu/issuer';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CliError } from '../cli-error.js';
import { findConfig, resolveGiven } from './find-root.js';

const STATE = '.quyu';

/** The folder of all that a deployment keeps on this machine: the one that was named, else beside its configuration. */
export function stateFolder(given?: string, config?: string): string {
  return given === undefined ? join(dirname(findConfig(config)), STATE) : resolveGiven(given);
}

/** The folder of what may be fetched again, such as nats-server: one for all states of a deployment. */
export function cacheFolder(config?: string): string {
  return join(dirname(findConfig(config)), STATE, 'cache');
}

/** Where a running platform is reached. */
export interface RunningNote {
  readonly url: string;
  readonly pid: number;
  readonly natsUrl: string;
  /** The address of its issuer. */
  readonly issuer: string;
  /** Of the owner, with its password: the file is the user's own. */
  readonly databaseUrl: string;
  /** How long it took to be ready, in seconds. */
  readonly boot: number;
}

/** That a market was imported and calculated, which year it was judged by, and how long both took in seconds. */
export interface MainJobNote {
  readonly finishedAt: string;
  readonly year: number;
  readonly import: number;
  readonly calculate: number;
}

/** A small JSON file in the state folder. Reading one that is damaged says which file to remove. */
export interface StateFile<T> {
  read(state: string): T | undefined;
  write(state: string, content: T): void;
  remove(state: string): void;
}

export const runningNote: StateFile<RunningNote> = stateFile('state.json');
export const mainJobNote: StateFile<MainJobNote> = stateFile('main-job.json');
export const portNote: StateFile<{ readonly port: number }> = stateFile('port.json');
export const issuerPortNote: StateFile<{ readonly port: number }> = stateFile('issuer-port.json');
/** The keys and passwords of the local issuer: whoever has them can do anything on this platform. */
export const issuerSecrets: StateFile<IssuerSecrets> = stateFile('issuer.json');

/** Passwords of the local broker's users. */
export const natsPasswords: StateFile<Readonly<Record<string, string>>> = stateFile('nats-users.json');

/** Passwords of the services' logins in the local database. */
export const databasePasswords: StateFile<Readonly<Record<string, string>>> =
  stateFile('database-users.json');

/** A file of its own in a folder, which only its owner can read. */
export function stateFile<T>(name: string): StateFile<T> {
  return {
    read: (state) => {
      const path = join(state, name);
      return existsSync(path) ? (parse(path) as T) : undefined;
    },
    write: (state, content) => {
      mkdirSync(state, { recursive: true });
      // Renamed into place, so that a kill never leaves half of it.
      const path = join(state, name);
      writeFileSync(`${path}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
      renameSync(`${path}.new`, path);
    },
    remove: (state) => rmSync(join(state, name), { force: true }),
  };
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CliError(`${path} cannot be read: ${reason}`, 'Remove the file; it is made again.', {
      cause: error,
    });
  }
}
