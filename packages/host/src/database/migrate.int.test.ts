import { definePlugin, defineDb, type PluginSpec, z } from '@quyu/plugin-kit';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Place, createPlace, testLog } from '../faults/place.js';
import { ledger, shop } from '../faults/shop.js';
import { addressFor } from './logins.js';
import { checkMigrations, compareSchemas } from './check-migrations.js';
import { migrate } from './migrate.js';
import { PLATFORM_TABLES, platformMigrations } from './platform-schema.js';
import { createPool } from './pool.js';

/** The host's migrations, the plugin's one, and the functions of the audit log. */
const ALL = Object.keys(platformMigrations).length + 2;

let place: Place;

beforeEach(async () => {
  place = await createPlace([]);
});

afterEach(() => place.close());

const settings = (specs: readonly PluginSpec[]) => ({ databaseUrl: place.databaseUrl, specs, log: testLog });

const sweet = (migrations: Parameters<typeof defineDb>[0]): PluginSpec =>
  definePlugin(
    {
      id: 'sweet-shop',
      kit: '^1.0.0',
      summary: { en: 'Sweets', zh: '糖果' },
      config: z.object({}),
      db: defineDb(migrations),
    },
    () => ({ routes: {}, handlers: {}, jobs: {} }),
  ).spec;

const nothing = { up: async () => undefined };

describe('migrating', () => {
  it('gives each plugin a schema with the tables of the host and its own', async () => {
    const applied = await migrate(
      settings([
        shop,
        sweet({ '20261123_a': { up: async (db) => void (await sql`create table jar (n int)`.execute(db)) } }),
      ]),
    );
    expect(applied.map((each) => [each.plugin, each.pending.length])).toEqual([
      ['shop', ALL],
      ['sweet-shop', ALL],
    ]);
    const rows = await place.query<{ tablename: string }>(
      `select tablename from pg_tables where schemaname = 'sweet_shop'`,
    );
    expect(rows.map((row) => row.tablename)).toEqual(expect.arrayContaining(['jar', ...PLATFORM_TABLES]));
  });

  it('changes nothing the second time', async () => {
    await migrate(settings([shop]));
    expect(await migrate(settings([shop]))).toEqual([{ plugin: 'shop', pending: [] }]);
  });

  it('is safe when several run at once, here and in other databases of the cluster', async () => {
    const other = await createPlace([]);
    const fresh = { ...shop, id: `fresh-${place.root.slice(2, 8)}` };
    const databases = [place, place, place, other, other].map(({ databaseUrl }) => ({
      databaseUrl,
      specs: [fresh, ledger],
      log: testLog,
    }));
    const results = await Promise.all(databases.map(migrate));
    await other.close();
    const counts = results.map((result) => result.map((each) => each.pending.length));
    expect(counts.filter(([first]) => first === ALL)).toHaveLength(2);
    const role = `quyu_${fresh.id.replaceAll('-', '_')}`;
    const roles = `"${role}", "${role}_relay", "${role}_caller"`;
    await place.query(`drop owned by ${roles}; drop role ${roles}`);
  });

  it('names the plugin, the migration and the message of SQL when one fails, and leaves nothing of it', async () => {
    const broken = sweet({
      '20261123_bad': { up: async (db) => void (await sql`create table jar (n nonsense)`.execute(db)) },
    });
    await expect(migrate(settings([broken]))).rejects.toThrow(
      'plugin "sweet-shop": migration 20261123_bad failed: type "nonsense" does not exist',
    );
    expect(await checkMigrations(settings([broken]))).toEqual([
      { plugin: 'sweet-shop', pending: ['20261123_bad', 'audit functions'] },
    ]);
  });

  it('says what is pending, on an empty database too', async () => {
    const [behind] = await checkMigrations(settings([shop]));
    expect(behind?.plugin).toBe('shop');
    expect(behind?.pending).toHaveLength(ALL);
    await migrate(settings([shop]));
    expect(await checkMigrations(settings([shop]))).toEqual([]);
  });
});

describe('the login of a service', () => {
  const password = 'pa55-word/:@?#%';
  const spec = { ...shop, id: 'locked-shop' };
  const login = (service: string, given = password) =>
    addressFor(service, place.databaseUrl, { [service]: given });
  const asLogin = async (text: string, role: string | null = null, given = password): Promise<unknown[]> => {
    const pool = createPool({ databaseUrl: login(spec.id, given), service: spec.id, role, log: testLog });
    try {
      return (await pool.query(text)).rows;
    } finally {
      await pool.end();
    }
  };
  beforeEach(async () => {
    await migrate({ ...settings([spec, ledger]), logins: { [spec.id]: password } });
  });

  it('may do nothing by itself, and acts as the roles of its service only', async () => {
    await expect(asLogin('select * from locked_shop.outbox')).rejects.toThrow('permission denied');
    expect(await asLogin('select * from outbox', 'quyu_locked_shop')).toEqual([]);
    expect(await asLogin('select * from outbox', 'quyu_locked_shop_caller')).toEqual([]);
    await expect(asLogin('select 1', 'quyu_ledger')).rejects.toThrow('permission denied to set role');
    await expect(asLogin('set role quyu')).rejects.toThrow(/permission denied|does not exist/);
    await expect(asLogin('create table x (n int)', 'quyu_locked_shop')).rejects.toThrow('permission denied');
  });

  it('is refused with another password, and is told a new one by migrating again', async () => {
    await expect(asLogin('select 1', null, 'wrong-password')).rejects.toThrow(
      'password authentication failed',
    );
    await migrate({ ...settings([spec]), logins: { [spec.id]: 'new-password' } });
    await expect(asLogin('select 1')).rejects.toThrow('password authentication failed');
    expect(await asLogin('select 1 as one', null, 'new-password')).toEqual([{ one: 1 }]);
  });

  it('is enough to see whether migrations are missing', async () => {
    const check = { ...settings([spec]), databaseUrl: place.databaseUrl, logins: { [spec.id]: password } };
    expect(await checkMigrations(check)).toEqual([]);
    const newer = {
      ...spec,
      db: { ...spec.db!, migrations: { ...spec.db!.migrations, '20991231_newer': nothing } },
    };
    expect(await compareSchemas({ ...check, specs: [newer] })).toEqual([
      { plugin: spec.id, missing: ['20991231_newer'], ahead: [] },
    ]);
    await migrate({ ...settings([newer]) });
    expect(await compareSchemas(check)).toEqual([
      { plugin: spec.id, missing: [], ahead: ['20991231_newer'] },
    ]);
  });

  it('that is refused is told, beside what is wrong with others', async () => {
    const logins = { [spec.id]: 'wrong-password' };
    const [refused, behind] = await compareSchemas({ ...settings([spec, shop]), logins });
    expect(String(refused?.unreadable)).toContain('password authentication failed');
    expect(behind).toMatchObject({ plugin: shop.id, missing: expect.arrayContaining(['audit functions']) });
    expect(behind).not.toHaveProperty('unreadable');
  });
});

describe('the role of a service', () => {
  it('has no rights in the schema of another', async () => {
    await migrate(settings([shop, ledger]));
    const pool = createPool({ databaseUrl: place.databaseUrl, service: 'shop', log: testLog });
    await expect(pool.query('select * from ledger.effect')).rejects.toThrow(
      'permission denied for schema ledger',
    );
    await expect(pool.query('select * from sale')).resolves.toMatchObject({ rowCount: 0 });
    await pool.end();
  });

  it('lets a login that is no superuser act as it', async () => {
    const login = `login_${place.root}`;
    await place.query(
      `create role ${login} login createrole password 'x'; grant create on database ${place.root} to ${login}`,
    );
    const url = new URL(place.databaseUrl);
    url.username = login;
    url.password = 'x';
    const fresh = { ...shop, id: `free-${place.root.slice(2, 8)}` };
    await migrate({ databaseUrl: url.href, specs: [fresh], log: testLog });
    const pool = createPool({ databaseUrl: url.href, service: fresh.id, log: testLog });
    const { rows } = await pool.query(
      'select current_user as who, (select count(*)::int from sale) as sales',
    );
    expect(rows).toEqual([{ who: `quyu_free_${place.root.slice(2, 8)}`, sales: 0 }]);
    await pool.end();
    const roles = [`quyu_free_${place.root.slice(2, 8)}`, `quyu_free_${place.root.slice(2, 8)}_relay`];
    for (const role of [...roles, login])
      await place.query(`drop owned by ${role} cascade; drop role ${role}`);
  });
});
