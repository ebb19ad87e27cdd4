import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { explainStorageError } from '../errors.js';
import type { RunAs } from '../server-process.js';
import { missing, programOf, type PostgresBinaries } from './binaries.js';
import { canRun } from './run-as.js';

/** The binaries themselves when `runAs` can run them, else a copy below `root` that it can. */
export function reachableBinaries(
  binaries: PostgresBinaries,
  runAs: RunAs | undefined,
  root: string,
  onProgress: (line: string) => void,
): PostgresBinaries {
  if (canRun(runAs, programOf(binaries, 'postgres'))) return binaries;
  if (!runAs || !canRun(undefined, programOf(binaries, 'postgres'))) {
    throw missing(`${programOf(binaries, 'postgres')} does not run on this system`);
  }
  const copy = { ...binaries, native: join(root, `postgres-${binaries.version}-${process.arch}`) };
  if (!canRun(runAs, programOf(copy, 'postgres'))) copyBinaries(binaries.native, copy.native, onProgress);
  if (canRun(runAs, programOf(copy, 'postgres'))) return copy;
  throw missing(`the user Postgres runs as can run neither ${binaries.native} nor its copy ${copy.native}`);
}

function copyBinaries(from: string, to: string, onProgress: (line: string) => void): void {
  onProgress(
    `copying the Postgres programs to ${to} (the user Postgres runs as cannot get into node_modules)`,
  );
  const fresh = `${to}.${randomBytes(4).toString('hex')}`;
  try {
    mkdirSync(dirname(to), { recursive: true, mode: 0o755 });
    cpSync(from, fresh, { recursive: true, verbatimSymlinks: true });
    rmSync(to, { recursive: true, force: true });
    renameSync(fresh, to);
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw explainStorageError(error, to);
  }
}
