import { setTimeout as pause } from 'node:timers/promises';
import {
  type PluginMigration,
  type PluginSpec,
  defineConcurrently,
  defineDb,
  defineMigration,
  definePlugin,
  z,
} from '@quyu/plugin-kit';
import { sql } from 'kysely';
import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Place, createPlace, testLog } from '../faults/place.js';
import { checkMigrations } from './check-migrations.js';
import { migrate } from './migrate.js';
import { createPool } from './pool.js';

let place: Place;

beforeEach(async () => {
  place = await createPlace([]);
});
afterEach(() => place.close());

const CREATE = { '20261123_create': defineMigration(sql`create table jar (n int)`) };
const ADD = { '20261124_add_label': defineMigration(sql`alter table jar add column label text`) };
const INDEX = {
  '20261125_find': defineConcurrently(
    sql`drop index concurrently if exists jar_by_n`,
    sql`create index concurrently jar_by_n on jar (n)`,
  ),
};

const jars = (migrations: Readonly<Record<string, PluginMigration>>): PluginSpec =>
  definePlugin(
    {
      id: 'jars',
      kit: '^1.0.0',
      summary: { en: 'Jars', zh: '罐' },
      config: z.object({}),
      db: defineDb(migrations),
    },
    () => ({ routes: {}, handlers: {}, jobs: {} }),
  ).spec;

const migrateTo = (migrations: Readonly<Record<string, PluginMigration>>, attempts = 100) =>
  migrate({
    databaseUrl: place.databaseUrl,
    specs: [jars(migrations)],
    log: testLog,
    lockPatience: { timeoutMs: 100, attempts, pauseMs: 50 },
  });

/** A transaction that has read the table, as that of a long report. */
async function startReading(): Promise<Client> {
  const reader = new Client({ connectionString: place.databaseUrl });
  await reader.connect();
  await reader.query('begin; select count(*) from jars.jar');
  return reader;
}

/** Whether a session named so waits for a lock now. */
async function isWaiting(name: string): Promise<boolean> {
  const rows = await place.query(
    `select 1 from pg_stat_activity where datname = current_database() and application_name = $1
     and wait_event_type = 'Lock'`,
    [name],
  );
  return rows.length > 0;
}

/** The old version at work: it writes without pause and knows nothing of new columns. */
function startWriting(statement: string): () => Promise<number> {
  const pool = createPool({ databaseUrl: place.databaseUrl, service: 'jars', max: 2, log: testLog });
  const stop = new AbortController();
  let written = 0;
  const write = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      await pool.query(statement);
      written += 1;
      await pause(2);
    }
  };
  const done = Promise.all([write(), write()]);
  // A failure is told when the writing is stopped.
  done.catch(() => undefined);
  return async () => {
    stop.abort();
    try {
      await done;
      return written;
    } finally {
      await pool.end();
    }
  };
}

describe('migrating while the services work', { timeout: 30_000 }, () => {
  it('gives way to the requests behind a lock it waits for, and gets it in the end; none of them fails', async () => {
    await migrateTo(CREATE);
    const reader = await startReading();
    const stopWriting = startWriting('insert into jar (n) values (1)');
    const migrating = migrateTo({ ...CREATE, ...ADD });
    await vi.waitFor(async () => expect(await isWaiting('quyu migrate jars')).toBe(true), 20_000);
    const [before] = await place.query<{ n: number }>('select count(*)::int as n from jars.jar');
    // Writes go on although the migration cannot: in all this time the reader holds its lock.
    await vi.waitFor(async () => {
      const [now] = await place.query<{ n: number }>('select count(*)::int as n from jars.jar');
      expect(now!.n).toBeGreaterThan(before!.n + 20);
    }, 20_000);
    await reader.query('commit');
    expect(await migrating).toEqual([{ plugin: 'jars', pending: ['20261124_add_label'] }]);
    await reader.end();
    const written = await stopWriting();
    const [stored] = await place.query<{ n: number }>('select count(*)::int as n from jars.jar');
    expect(stored!.n).toBe(written);
  });

  it('takes no right from the services, not even for a moment', async () => {
    await migrateTo(CREATE);
    const stopWriting = startWriting(`insert into inbox values ('test', gen_random_uuid())`);
    for (let round = 0; round < 15; round += 1) await migrateTo(CREATE);
    const written = await stopWriting();
    expect(written).toBeGreaterThan(0);
    expect(await place.query('select count(*)::int as n from jars.inbox')).toEqual([{ n: written }]);
  });

  it('says which migration could not get its lock, and leaves those before it applied', async () => {
    await migrateTo(CREATE);
    const reader = await startReading();
    const more = {
      ...CREATE,
      '20261123_lid': defineMigration(sql`create table lid (n int)`),
      ...ADD,
    };
    await expect(migrateTo(more, 2)).rejects.toThrow(
      'plugin "jars": migration 20261124_add_label failed: canceling statement due to lock timeout',
    );
    await reader.end();
    const [state] = await checkMigrations({
      databaseUrl: place.databaseUrl,
      specs: [jars(more)],
      log: testLog,
    });
    expect(state?.pending).toEqual(['20261124_add_label']);
    expect(await migrateTo(more)).toEqual([{ plugin: 'jars', pending: ['20261124_add_label'] }]);
  });

  it('builds an index outside a transaction, while another migration waits for its turn', async () => {
    await migrateTo(CREATE);
    const reader = await startReading();
    const writer = new Client({ connectionString: place.databaseUrl });
    await writer.connect();
    await writer.query('begin; insert into jars.jar values (7)');
    const both = Promise.all([migrateTo({ ...CREATE, ...INDEX }), migrateTo({ ...CREATE, ...INDEX })]);
    // Longer than the limit of locks: an index waits for transactions under way and holds up nobody.
    await vi.waitFor(async () => expect(await isWaiting('quyu migrate jars')).toBe(true), 20_000);
    await pause(300);
    await place.query('insert into jars.jar values (8)');
    await writer.query('commit');
    await Promise.all([writer.end(), reader.end()]);
    const applied = (await both).flatMap(([each]) => each?.pending ?? []);
    expect(applied).toEqual(['20261125_find']);
    expect(
      await place.query(`select indisvalid from pg_index where indexrelid = 'jars.jar_by_n'::regclass`),
    ).toEqual([{ indisvalid: true }]);
  });

  it('repeats a failed build of an index from its start', async () => {
    await migrateTo(CREATE);
    await place.query('insert into jars.jar values (1), (1)');
    const unique = {
      ...CREATE,
      '20261125_once': defineConcurrently(
        sql`drop index concurrently if exists jar_once`,
        sql`create unique index concurrently jar_once on jar (n)`,
      ),
    };
    await expect(migrateTo(unique)).rejects.toThrow(
      'migration 20261125_once failed: could not create unique',
    );
    await place.query('truncate jars.jar');
    expect(await migrateTo(unique)).toEqual([{ plugin: 'jars', pending: ['20261125_once'] }]);
  });

  it('makes a new schema at once, with an index of that kind too', async () => {
    const [first] = await migrateTo({ ...CREATE, ...ADD, ...INDEX });
    expect(first?.pending.filter((name) => name.startsWith('2026112'))).toEqual(
      expect.arrayContaining(['20261123_create', '20261124_add_label', '20261125_find']),
    );
  });
});
