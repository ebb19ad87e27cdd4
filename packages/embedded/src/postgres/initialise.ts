import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { diskFull, EmbeddedError, explainStorageError, tellsDiskFull } from '../errors.js';
import { programOf } from './binaries.js';
import { serverEnv } from './command.js';
import { makePrivateDir, type PostgresHome } from './home.js';

const INITDB_MS = 120_000;
const MAJOR = '18';

/** The superuser and the database of every embedded cluster. */
export const SUPERUSER = 'quyu';

/** The cluster's password: random, made once, kept readable for the folder's owner only. */
export function readOrCreatePassword(dir: string): string {
  const file = join(dir, 'password');
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

/**
 * Makes sure a data folder of the right version exists. A new one is made beside its place and moved
 * there complete, so that a kill in the middle leaves nothing half-made behind.
 */
export async function ensureCluster(home: PostgresHome, password: string, durable: boolean): Promise<void> {
  if (existsSync(home.dataDir)) return checkVersion(home.dataDir);
  removeUnfinished(home.base);
  const fresh = join(home.base, `init-${randomBytes(4).toString('hex')}`);
  const passwordFile = `${fresh}.password`;
  try {
    makePrivateDir(fresh, home.runAs);
    writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
    if (home.runAs) chownSync(passwordFile, home.runAs.uid, home.runAs.gid);
    await initdb(home, fresh, passwordFile, durable);
    renameSync(fresh, home.dataDir);
  } catch (error) {
    removeUnfinished(home.base);
    throw explainStorageError(error, home.base);
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

function initdb(home: PostgresHome, dataDir: string, passwordFile: string, durable: boolean): Promise<void> {
  const args = [
    `--pgdata=${dataDir}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The builtin provider sorts the same on every system, whatever locales it has.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(durable ? [] : ['--no-sync']),
  ];
  const options = { ...home.runAs, cwd: home.base, env: serverEnv(), timeout: INITDB_MS };
  return new Promise((resolve, reject) => {
    execFile(programOf(home.binaries, 'initdb'), args, options, (error, stdout, stderr) =>
      error ? reject(initdbFailed(home.base, `${stdout}${stderr}`, error)) : resolve(),
    );
  });
}

function initdbFailed(base: string, output: string, cause: Error): EmbeddedError {
  if (tellsDiskFull(output)) return diskFull(base, cause);
  const end = output.trimEnd().split('\n').slice(-20).join('\n');
  return new EmbeddedError(
    'NOT_READY',
    `Postgres could not create its data folder in ${base}:\n${end || cause.message}\nMend what it names and start again; nothing half-made was left behind.`,
    { cause },
  );
}

function removeUnfinished(base: string): void {
  for (const name of readdirSync(base)) {
    if (/^init-[0-9a-f]{8}(\.password)?$/.test(name))
      rmSync(join(base, name), { recursive: true, force: true });
  }
}

function checkVersion(dataDir: string): void {
  const file = join(dataDir, 'PG_VERSION');
  const found = existsSync(file) ? readFileSync(file, 'utf8').trim() : 'none';
  if (found === MAJOR) return;
  throw new EmbeddedError(
    'DATA_INCOMPATIBLE',
    `${dataDir} holds Postgres data of version "${found}", and this is Postgres ${MAJOR}. Start with another state folder, or move this one away (dump it first with Postgres ${found} if you need it).`,
  );
}
