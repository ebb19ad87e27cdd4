import type { Pool } from 'pg';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createPool } from '../database/pool.js';
import { type Cause, type Transactor, createTransactor } from '../database/transactor.js';
import { type Place, createPlace, testLog } from '../faults/place.js';
import type { Actor } from './actor.js';
import { auditedShop } from './audited-shop.js';

let place: Place;
let pool: Pool;
let transactor: Transactor;

beforeAll(async () => {
  place = await createPlace([auditedShop]);
  pool = createPool({ databaseUrl: place.databaseUrl, service: 'shop', log: testLog });
  transactor = createTransactor({ pool, spec: auditedShop, now: () => new Date(), newId: v7 });
});

afterAll(async () => {
  await pool.end();
  await place.close();
});

afterEach(() => place.query('delete from shop.customer; delete from shop.stock'));

const actor: Actor = {
  subject: 'lin',
  operation: 'shop.greet',
  always: true,
  requestId: 'r-1',
  address: '10.1.2.3',
  details: '{"body":{"name":"Wang"}}',
};
const cause: Cause = { correlationId: 'c-1', causationId: 'r-1', actor };

interface Entry {
  readonly entry_id: string;
  readonly actor: string;
  readonly operation: string;
  readonly resource_type: string | null;
  readonly resource_id: string | null;
}
interface Change {
  readonly table_name: string;
  readonly row_key: string;
  readonly kind: string;
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
}

const run = (statement: string, given: Cause = cause): Promise<unknown> =>
  transactor.run(given, (_tx, session) => session.query(statement));
const lastEntry = async (): Promise<Entry | undefined> =>
  (await place.query<Entry>('select * from shop.audit_entry order by entry_id desc limit 1'))[0];
const lastChanges = async (): Promise<Change[]> =>
  place.query<Change>(`select table_name, row_key, kind, before, after from shop.audit_change
    where entry_id = (select max(entry_id) from shop.audit_change) order by change_id`);
/** What was kept of a customer's phone before and after. */
const phonesIn = (change: Change | undefined): unknown[] => [
  change?.before?.['phone'],
  change?.after?.['phone'],
];
const countEntries = async (): Promise<number> =>
  (await place.query<{ n: number }>('select count(*)::int as n from shop.audit_entry'))[0]?.n ?? -1;

describe('an entry of the audit log', () => {
  it('says who did what, when, from where and to what, with the row before and after', async () => {
    await run(`insert into customer (customer_id, name, credit) values ('c1', 'Wang', 9007199254740993)`);
    await run(`update customer set name = 'Wang Wei' where customer_id = 'c1'`);
    expect(await lastEntry()).toMatchObject({
      actor: 'lin',
      operation: 'shop.greet',
      outcome: 'done',
      resource_type: 'customer',
      resource_id: 'c1',
      request_id: 'r-1',
      correlation_id: 'c-1',
      address: '10.1.2.3',
      details: { body: { name: 'Wang' } },
      recorded_at: expect.any(Date),
    });
    const [change] = await lastChanges();
    expect(change).toMatchObject({ table_name: 'customer', row_key: 'c1', kind: 'update' });
    expect([change?.before?.['name'], change?.after?.['name']]).toEqual(['Wang', 'Wang Wei']);
    const [exact] = await place.query(`select after ->> 'credit' as credit from shop.audit_change
      order by change_id desc limit 1`);
    expect(exact).toEqual({ credit: '9007199254740993' });
  });

  it('is written in the same transaction: of one that is rolled back nothing is left', async () => {
    const before = await countEntries();
    const attempt = transactor.run(cause, async (_tx, session) => {
      await session.query(`insert into customer (customer_id, name) values ('gone', 'Gone')`);
      throw new Error('changed my mind');
    });
    await expect(attempt).rejects.toThrow('changed my mind');
    const refused = run(`insert into customer (customer_id) values ('nameless')`);
    await expect(refused).rejects.toThrow('null value');
    expect(await countEntries()).toBe(before);
    expect(
      await place.query(`select * from shop.audit_change where row_key in ('gone', 'nameless')`),
    ).toEqual([]);
  });

  it('is there for an action that changes nothing when its caller is a person', async () => {
    const before = await countEntries();
    await run('select 1');
    expect(await countEntries()).toBe(before + 1);
  });

  it('of a service is there only when rows were changed', async () => {
    const own: Cause = { correlationId: 'lane', causationId: 'lane' };
    const before = await countEntries();
    await run('select 1', own);
    await run(`insert into sale (till_id, amount) values ('t', 1)`, own);
    expect(await countEntries()).toBe(before);
    await run(`insert into stock values ('a', 'nut', 3)`, own);
    expect(await lastEntry()).toMatchObject({
      actor: 'service:shop',
      operation: 'own',
      resource_id: 'a/nut',
    });
  });

  it('is one for all changes of its transaction, in their order', async () => {
    await transactor.run(cause, async (_tx, session) => {
      await session.query(`insert into stock values ('a', 'nut', 3), ('b', 'bolt', 4)`);
      await session.query(`update stock set pieces = pieces + 1 where shelf = 'b'`);
      await session.query(`delete from stock where shelf = 'a'`);
    });
    expect((await lastChanges()).map(({ kind, row_key }) => `${kind} ${row_key}`)).toEqual([
      'insert a/nut',
      'insert b/bolt',
      'update b/bolt',
      'delete a/nut',
    ]);
    expect(await lastEntry()).toMatchObject({ resource_type: null, resource_id: null });
  });

  it('keeps what a savepoint took back out of it', async () => {
    await transactor.run(cause, async (_tx, session) => {
      await session.query('savepoint s');
      await session.query(`insert into stock values ('x', 'nut', 3)`);
      await session.query('rollback to savepoint s');
      await session.query(`insert into stock values ('y', 'nut', 3)`);
    });
    const [entry, changes] = [await lastEntry(), await lastChanges()];
    expect(changes.map(({ row_key }) => row_key)).toEqual(['y/nut']);
    expect(entry?.resource_id).toBe('y/nut');
  });
});

describe('a changed row', () => {
  it('shows that something personal has changed, and never what it is', async () => {
    await run(
      `insert into customer (customer_id, name, phone) values ('p', 'Wang', '138-0013-8000'), ('q', 'Li', '138-0013-8000')`,
    );
    const [[, first], [, second]] = (await lastChanges()).map(phonesIn) as [unknown[], unknown[]];
    await run(`update customer set phone = '139-0013-9000' where customer_id = 'p'`);
    const [was, is] = phonesIn((await lastChanges())[0]);
    expect(was).toBe(first);
    expect(is).toMatch(/^personal:[\da-f]{24}$/);
    expect(new Set([first, second, is]).size).toBe(3);
    await run(`update customer set phone = null where customer_id = 'p'`);
    expect(phonesIn((await lastChanges())[0])).toEqual([is, null]);
    const [kept] = await place.query<{ all: string }>(
      `select string_agg(c::text || e::text, '') as all from shop.audit_change c join shop.audit_entry e using (entry_id)`,
    );
    expect(kept?.all).toContain('Wang');
    expect(kept?.all).not.toMatch(/013-[89]000/);
  });

  it('is left out when it is as it was, or only what is excepted has changed', async () => {
    await run(`insert into customer (customer_id, name) values ('s', 'Wang')`);
    const own: Cause = { correlationId: 'lane', causationId: 'lane' };
    const before = await countEntries();
    await run(`update customer set name = name, note = 'met today'`, own);
    await run(`update customer set name = 'nobody' where false`, own);
    expect(await countEntries()).toBe(before);
  });

  it('whose key has changed is one that went and one that came', async () => {
    await run(`insert into stock values ('a', 'nut', 3)`);
    await run(`update stock set shelf = 'b'`);
    const changes = await lastChanges();
    expect(changes.map(({ kind, row_key }) => `${kind} ${row_key}`).toSorted()).toEqual([
      'delete a/nut',
      'insert b/nut',
    ]);
  });

  it('tells instants in UTC, whatever the time zone of the session', async () => {
    await transactor.run(cause, async (_tx, session) => {
      await session.query(`set local timezone = 'Asia/Shanghai'`);
      await session.query(
        `insert into customer (customer_id, name, seen_at) values ('t', 'Wang', '2026-01-01T00:00:00Z')`,
      );
    });
    expect((await lastChanges())[0]?.after?.['seen_at']).toBe('2026-01-01T00:00:00+00:00');
  });

  it('is noted when all are taken at once', async () => {
    await place.query('truncate shop.stock');
    expect(await lastChanges()).toMatchObject([{ table_name: 'stock', row_key: '*', kind: 'truncate' }]);
  });
});

describe('the audit log', () => {
  const refusal = (statement: string): Promise<string> =>
    run(statement).then(
      () => 'allowed',
      (error: Error) => error.message,
    );

  it.each(['audit_entry', 'audit_change', 'audit_seal'])(
    '%s cannot be written to, changed or emptied by what runs plugin code',
    async (table) => {
      for (const statement of [
        `insert into ${table} default values`,
        `update ${table} set entry_id = 1`,
        `delete from ${table}`,
        `truncate ${table}`,
      ])
        expect(await refusal(statement)).toBe(`permission denied for table ${table}`);
      expect(await refusal(`select count(*) from ${table}`)).toBe('allowed');
    },
  );

  it('tells nobody what personal values are hashed with', async () => {
    expect(await refusal('select * from audit_secret')).toContain('permission denied');
    expect(await refusal('delete from audit_definition')).toContain('permission denied');
  });

  it.each(['audit_entry', 'audit_change', 'audit_seal'])('%s refuses its owner too', async (table) => {
    const attempts = [`update ${table} set entry_id = 1`, `delete from ${table}`, `truncate ${table}`];
    for (const statement of attempts)
      await expect(place.query(statement.replace(table, `shop.${table}`))).rejects.toThrow(
        `the audit log is append-only: ${statement.split(' ')[0]} of ${table} is refused`,
      );
  });
});
