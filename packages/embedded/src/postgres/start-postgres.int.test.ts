import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAlive } from '../processes.js';
import { startPostgres, type EmbeddedPostgres } from './start-postgres.js';

const root = mkdtempSync(join(tmpdir(), 'quyu 域-postgres-'));
const dir = join(root, 'state');
let postgres: EmbeddedPostgres;

async function query(sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql);
    return rows.map((row) => Object.values(row)[0]);
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  // mkdtemp makes a folder that only we may enter; as root that would be a test of the other case.
  chmodSync(root, 0o755);
  postgres = await startPostgres({ dir, durable: false });
}, 60_000);
afterAll(async () => {
  await postgres.stop();
  rmSync(root, { recursive: true, force: true });
}, 60_000);

describe('an embedded Postgres', { timeout: 60_000 }, () => {
  it('is version 18 in UTF-8, sorts alike on every system and listens on the loopback interface only', async () => {
    expect(await query("select current_setting('server_version_num')::int / 10000")).toEqual([18]);
    expect(await query("select current_setting('server_encoding')")).toEqual(['UTF8']);
    expect(
      await query("select datlocprovider::text || ' ' || datlocale from pg_database where datname = 'quyu'"),
    ).toEqual(['b C.UTF-8']);
    expect(await query("select current_setting('listen_addresses')")).toEqual(['127.0.0.1']);
    expect(await query('select current_user::text')).toEqual(['quyu']);
  });

  it('keeps its password from other users and takes no other', async () => {
    expect(statSync(join(dir, 'password')).mode & 0o777).toBe(0o600);
    const wrong = new Client({ connectionString: postgres.url.replace(/:[^:@]+@/, ':guess@') });
    await expect(wrong.connect()).rejects.toThrow('password authentication failed');
  });

  it('keeps data and port over a restart', async () => {
    await query('create table kept as select 1 as n');
    const { port } = postgres;
    await postgres.stop();
    await postgres.stop();
    expect(isAlive(postgres.pid)).toBe(false);
    postgres = await startPostgres({ dir, durable: false });
    expect(postgres.port).toBe(port);
    expect(await query('select n from kept')).toEqual([1]);
  });

  it('recovers after a kill of the whole server', async () => {
    await query('create table recovered as select 1 as n');
    await query('checkpoint');
    process.kill(postgres.pid, 'SIGKILL');
    postgres = await startPostgres({ dir, durable: false });
    expect(await query('select n from recovered')).toEqual([1]);
  });

  it('moves to another port when its own was taken meanwhile', async () => {
    const { port } = postgres;
    await postgres.stop();
    const thief = createServer();
    await new Promise<void>((resolve) => thief.listen(port, '127.0.0.1', resolve));
    await expect(startPostgres({ dir, port })).rejects.toMatchObject({ code: 'PORT_TAKEN' });
    postgres = await startPostgres({ dir, durable: false });
    thief.close();
    expect(postgres.port).not.toBe(port);
  });

  it('refuses data of another version and a password that is not its own', async () => {
    await postgres.stop();
    const version = join(dir, 'data', 'PG_VERSION');
    writeFileSync(version, '17\n');
    await expect(startPostgres({ dir })).rejects.toMatchObject({ code: 'DATA_INCOMPATIBLE' });
    writeFileSync(version, '18\n');
    const password = readFileSync(join(dir, 'password'), 'utf8');
    writeFileSync(join(dir, 'password'), 'another\n');
    await expect(startPostgres({ dir })).rejects.toMatchObject({ code: 'PASSWORD_REJECTED' });
    writeFileSync(join(dir, 'password'), password);
    postgres = await startPostgres({ dir, durable: false });
  });

  it('shows the end of its log when it cannot start', async () => {
    await postgres.stop();
    const conf = join(dir, 'data', 'postgresql.auto.conf');
    writeFileSync(conf, 'no_such_setting = 1\n');
    await expect(startPostgres({ dir })).rejects.toMatchObject({
      code: 'NOT_READY',
      message: expect.stringMatching(/no_such_setting[\s\S]*/) as string,
    });
    writeFileSync(conf, '');
    postgres = await startPostgres({ dir, durable: false });
  });

  it('refuses a folder that is a file', async () => {
    const file = join(root, 'file');
    writeFileSync(file, '');
    await expect(startPostgres({ dir: file })).rejects.toMatchObject({ code: 'DIR_NOT_WRITABLE' });
  });
});
