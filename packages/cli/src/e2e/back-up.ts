import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chown, copyFile, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';

const run = promisify(execFile);

/**
 * Tables that say how things run and not what is known, and move by themselves; seals are set on entries some time after them, on one or
 * several at once: "quyu audit verify" looks at those.
 */
const MOVING = new Set(['lane', 'job_schedule', 'inbox', 'job', 'idempotency_key', 'audit_seal']);

/** What of a state folder is kept beside the database: keys and passwords, without which the data is of no use. */
const SECRETS = ['issuer.json', 'nats-users.json', 'database-users.json'];

/**
 * Copies a running platform to the new folder `to`: the data folder of its Postgres as pg_basebackup does it (the server is told of start
 * and end of the copy, and goes on working), and its secrets. Streams are not copied. The bundled Postgres comes without pg_dump and pg_basebackup.
 */
export async function backUp(state: string, databaseUrl: string, to: string): Promise<void> {
  await mkdir(to);
  for (const name of SECRETS) await copyFile(join(state, name), join(to, name));
  await copyFile(join(state, 'postgres', 'password'), join(to, 'password'));
  await withClient(databaseUrl, async (pg) => {
    const data = join(to, 'data');
    await pg.query(`select pg_backup_start('rehearsal', true)`);
    await copyTree(dataFolder(state), data);
    const { rows } = await pg.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    // The log up to the stop is what makes the copy whole.
    await rm(join(data, 'pg_wal'), { recursive: true });
    await copyTree(join(dataFolder(state), 'pg_wal'), join(data, 'pg_wal'));
    await rm(join(data, 'postmaster.pid'));
    await writeFile(join(data, 'backup_label'), rows[0]?.labelfile ?? '');
    const { uid, gid } = await stat(data);
    await chown(join(data, 'backup_label'), uid, gid);
  });
}

/** Puts secrets and data of a copy in place of what is in `state`, which may be gone altogether. The platform must be stopped. */
export async function restore(state: string, from: string): Promise<void> {
  await mkdir(join(state, 'postgres'), { recursive: true });
  for (const name of SECRETS) await copyFile(join(from, name), join(state, name));
  await copyFile(join(from, 'password'), join(state, 'postgres', 'password'));
  await rm(dataFolder(state), { recursive: true, force: true });
  await copyTree(join(from, 'data'), dataFolder(state));
}

/** Takes all streams and consumers away. The platform must be stopped. */
export function destroyStreams(state: string): Promise<void> {
  return rm(join(state, 'nats', 'jetstream'), { recursive: true });
}

/** Takes everything away: database, streams and secrets. The platform must be stopped. */
export async function destroyMachine(state: string): Promise<void> {
  await rm(dataFolder(state), { recursive: true });
  await rm(state, { recursive: true, force: true });
}

/** Owners and modes are kept: Postgres refuses a folder that is another's. */
async function copyTree(from: string, to: string): Promise<void> {
  try {
    await run('cp', ['-a', from, to]);
  } catch (error) {
    const lines = String((error as { stderr?: string }).stderr ?? error)
      .trim()
      .split('\n');
    // What a running server removes meanwhile is in its log.
    if (!lines.every((line) => line.includes('No such file or directory'))) throw error;
  }
}

/** A fingerprint and the number of rows of each table of the services, by schema and name. */
export function fingerprints(databaseUrl: string): Promise<Record<string, string>> {
  return withClient(databaseUrl, async (pg) => {
    const { rows } = await pg.query<{ schema: string; name: string }>(
      `select schemaname as schema, tablename as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema') order by 1, 2`,
    );
    const found: Record<string, string> = {};
    for (const { schema, name } of rows) {
      if (MOVING.has(name)) continue;
      const print = await pg.query<{ print: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as print from "${schema}"."${name}" t`,
      );
      found[`${schema}.${name}`] = print.rows[0]?.print ?? '';
    }
    return found;
  });
}

/** As root the data may lie elsewhere, where the user of Postgres can reach it. */
function dataFolder(state: string): string {
  const note = join(state, 'postgres', 'WHERE-THE-DATA-IS.txt');
  const base = existsSync(note) ? readFileSync(note, 'utf8').split('\n')[0] : undefined;
  return join(base ?? join(state, 'postgres'), 'data');
}

async function withClient<T>(connectionString: string, work: (pg: Client) => Promise<T>): Promise<T> {
  const pg = new Client({ connectionString });
  await pg.connect();
  try {
    return await work(pg);
  } finally {
    await pg.end();
  }
}
