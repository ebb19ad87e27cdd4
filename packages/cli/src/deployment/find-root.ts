import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { CliError } from '../cli-error.js';

/** The file that lists which plugins a deployment runs. */
export const CONFIG_FILE = 'quyu.config.ts';

/** What the user meant by a path: npm runs scripts in the root, but people name paths from where they stand. */
export function resolveGiven(path: string): string {
  return resolve(process.env['INIT_CWD'] ?? process.cwd(), path);
}

/** The configuration to use: the one that was named, else the nearest one upwards from here. */
export function findConfig(given?: string): string {
  if (given !== undefined) {
    const path = resolveGiven(given);
    if (existsSync(path)) return path;
    throw new CliError(`There is no ${path}.`, `Name a ${CONFIG_FILE} with --config.`);
  }
  for (let folder = process.cwd(); ; folder = dirname(folder)) {
    const path = join(folder, CONFIG_FILE);
    if (existsSync(path)) return path;
    if (folder === dirname(folder)) break;
  }
  throw new CliError(
    `There is no ${CONFIG_FILE} in ${process.cwd()} or above it.`,
    'Run this inside a Quyu deployment, or name the file with --config.',
  );
}
