import { Readable } from 'node:stream';
import type { Pool } from 'pg';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Place, createPlace, testLog } from '../faults/place.js';
import { booked, closed, shop, sold } from '../faults/shop.js';
import { AmbiguousCommitError, DatabaseUnavailableError } from './errors.js';
import { createPool } from './pool.js';
import { type Transactor, type TransactorSettings, createTransactor, inTransaction } from './transactor.js';

let place: Place;
let pool: Pool;
let transactor: Transactor;
const cause = { correlationId: 'c-1', causationId: 'r-1' };
const written: unknown[] = [];

beforeAll(async () => {
  place = await createPlace([shop]);
  pool = createPool({ databaseUrl: place.databaseUrl, service: 'shop', log: testLog });
  transactor = createTransactor(settingsOf(pool));
});

afterAll(async () => {
  await pool.end();
  await place.close();
});

const settingsOf = (of: Pool): TransactorSettings => ({
  pool: of,
  spec: shop,
  newId: v7,
  now: () => new Date('2026-11-23T10:00:00Z'),
  afterCommit: (each) => written.push(each),
});

describe('a transaction that publishes', () => {
  it('stores its events in the order of the calls, with versions that rise by one for each aggregate', async () => {
    await transactor.run(cause, async (tx) => {
      for (const tillId of ['b', 'a', 'b', 'b']) tx.publish(sold, { tillId, amount: 1 });
    });
    await transactor.run(cause, async (tx) => tx.publish(closed, { tillId: 'b' }));
    const rows = await place.query(
      'select type, aggregate_id, aggregate_version::int as version, payload, cause, occurred_at from shop.outbox order by id',
    );
    expect(rows.map((row) => Object.values(row).slice(0, 3))).toEqual([
      ['shop.sold.v1', 'b', 1],
      ['shop.sold.v1', 'a', 1],
      ['shop.sold.v1', 'b', 2],
      ['shop.sold.v1', 'b', 3],
      ['shop.closed.v1', 'b', 4],
    ]);
    expect(rows[0]).toMatchObject({
      payload: '{"tillId":"b","amount":1}',
      cause,
      occurred_at: new Date('2026-11-23T10:00:00Z'),
    });
    expect(written).toEqual([
      { events: 4, jobs: 0 },
      { events: 1, jobs: 0 },
    ]);
  });

  it('publishes nothing when it throws, and nothing is left of it', async () => {
    const attempt = transactor.run(cause, async (tx, client) => {
      await client.query(`insert into sale (till_id) values ('gone')`);
      tx.publish(sold, { tillId: 'gone', amount: 1 });
      tx.enqueue('count', { upTo: 3 });
      throw new Error('changed my mind');
    });
    await expect(attempt).rejects.toThrow('changed my mind');
    const left = `select (select count(*) from shop.outbox where aggregate_id = 'gone') + (select count(*) from shop.sale)
      + (select count(*) from shop.job) + (select count(*) from shop.aggregate_version where aggregate_id = 'gone') as n`;
    expect(await place.query(left)).toEqual([{ n: '0' }]);
  });

  it('publishes nothing when a failed statement was swallowed', async () => {
    const attempt = transactor.run(cause, async (_tx, client) => {
      await client.query('select nonsense').catch(() => undefined);
    });
    await expect(attempt).rejects.toThrow('the failure was swallowed');
  });

  it('refuses data that breaks the contract, naming the place', async () => {
    const publish = (event: typeof sold, data: object): Promise<void> =>
      transactor.run(cause, async (tx) => tx.publish(event, data as never));
    await expect(publish(sold, { tillId: 't', amount: 'x' })).rejects.toThrow(
      /shop\.sold\.v1: \/data\/amount/,
    );
    await expect(publish(sold, { tillId: 'a\nb', amount: 1 })).rejects.toThrow(
      /\/data\/tillId must be the aggregate's id/,
    );
    const foreign = transactor.run(cause, async (tx) => tx.publish(booked, { accountId: 'a', amount: 1 }));
    await expect(foreign).rejects.toThrow('"shop" cannot publish it');
  });

  it('flushes five thousand events in one statement', async () => {
    await transactor.run(cause, async (tx) => {
      for (let n = 0; n < 5000; n += 1) tx.publish(sold, { tillId: `many-${n % 700}`, amount: n });
    });
    const [row] = await place.query(
      `select count(*)::int as n, max(aggregate_version)::int as top from shop.outbox where aggregate_id like 'many-%'`,
    );
    expect(row).toEqual({ n: 5000, top: 8 });
  });

  it('keeps the order of each aggregate by id, however many writers there are and whatever they roll back', async () => {
    const crowd = createPool({ databaseUrl: place.databaseUrl, service: 'shop', log: testLog, max: 12 });
    const each = createTransactor({ ...settingsOf(crowd), newId: v7 });
    const failures: string[] = [];
    const write = async (writer: number): Promise<void> => {
      for (let n = 0; n < 40; n += 1) {
        const tills = [`x-${(writer + n) % 3}`, `x-${(writer * 7 + n) % 3}`];
        const work = each.run(cause, async (tx) => {
          for (const tillId of tills) tx.publish(sold, { tillId, amount: n });
          if (n % 5 === 0) throw new Error('rolled back');
        });
        failures.push(
          ...(await work.then(
            () => [],
            (error: Error) => [error.message],
          )),
        );
      }
    };
    await Promise.all(Array.from({ length: 12 }, (_, writer) => write(writer)));
    await crowd.end();
    expect(new Set(failures)).toEqual(new Set(['rolled back']));
    const disorder = await place.query(`
      select * from (select aggregate_id, aggregate_version - lag(aggregate_version, 1, 0::bigint)
        over (partition by aggregate_id order by id) as step from shop.outbox where aggregate_id like 'x-%') s where step <> 1`);
    expect(disorder).toEqual([]);
    expect(
      await place.query(`select count(*)::int as n from shop.outbox where aggregate_id like 'x-%'`),
    ).toEqual([{ n: 768 }]);
  });

  it('allocates outbox ids above the node that has taken every lock of the aggregates', async () => {
    const { FLUSH, FLUSH_ONE } = await import('./flush-events.js');
    const values = [['t'], ['a'], [1], [v7()], ['x'], ['t'], ['a'], [0], [1], ['{}'], ['{}'], new Date()];
    const client = await pool.connect();
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(
      `explain (verbose, costs off) ${FLUSH}`,
      values,
    );
    const one = await client.query<{ 'QUERY PLAN': string }>(`explain (verbose, costs off) ${FLUSH_ONE}`, [
      v7(), 'x', 't', 'a', 1, '{}', '{}', new Date(),
    ]); // prettier-ignore
    client.release();
    const [first, second, third] = one.rows.map((row) => row['QUERY PLAN'].trim());
    expect([first, second, third?.slice(0, 15)]).toEqual([
      'Insert on shop.outbox',
      'CTE bumped',
      '->  Insert on s',
    ]);
    expect(one.rows.at(-1)?.['QUERY PLAN']).toMatch(/Output: nextval/);
    expect(one.rows.at(-2)?.['QUERY PLAN']).toMatch(/CTE Scan on bumped/);
    const plan = rows.map((row) => row['QUERY PLAN']);
    const line = (pattern: RegExp): number => plan.findIndex((each) => pattern.test(each));
    expect(line(/Output: nextval/)).toBeGreaterThan(-1);
    expect(line(/Output: nextval/)).toBeLessThan(line(/(Join|Loop)$/));
    expect(line(/(Join|Loop)$/)).toBeLessThan(line(/CTE Scan on bumped/));
  });
});

describe('a transaction', () => {
  it('gives plugins a Kysely that sees its own writes and dies with it', async () => {
    let leaked: (() => Promise<unknown>) | undefined;
    const rows = await transactor.run(cause, async (tx) => {
      await tx.db
        .insertInto('sale' as never)
        .values({ till_id: 'k', amount: 2 })
        .execute();
      leaked = () =>
        tx.db
          .selectFrom('sale' as never)
          .selectAll()
          .execute();
      await expect(tx.db.transaction().execute(async () => undefined)).rejects.toThrow(
        'already in a transaction',
      );
      const [first] = (await Promise.all([leaked(), leaked()])) as unknown[][];
      return first;
    });
    expect(rows).toEqual([{ till_id: 'k', amount: 2, note: null }]);
    await expect(leaked?.()).rejects.toThrow('the transaction is over');
  });

  it('streams CSV into a table and counts the rows', async () => {
    const csv = Readable.from(['a,1,x\n', 'b,2,"y, ', 'z"\n'].map((part) => Buffer.from(part)));
    const source = { table: 'sale', columns: ['till_id', 'amount', 'note'], csv };
    expect(await transactor.run(cause, (tx) => tx.copyFrom(source))).toBe(2);
    expect(await place.query(`select note from shop.sale where till_id = 'b'`)).toEqual([{ note: 'y, z' }]);
  });

  it('leaves nothing behind of a CSV that breaks in the middle', async () => {
    const broken = async function* (): AsyncIterable<Uint8Array> {
      yield Buffer.from('broken,1,x\n');
      throw new Error('the source broke');
    };
    const source = { table: 'sale', columns: ['till_id', 'amount', 'note'], csv: broken() };
    await expect(transactor.run(cause, (tx) => tx.copyFrom(source))).rejects.toThrow('the source broke');
    expect(await place.query(`select * from shop.sale where till_id = 'broken'`)).toEqual([]);
  });

  it('says that code runs inside it, and only while it does', async () => {
    expect(inTransaction()).toBe(false);
    let later: (() => boolean) | undefined;
    expect(await transactor.run(cause, async () => ((later = () => inTransaction()), inTransaction()))).toBe(
      true,
    );
    expect(later?.()).toBe(false);
    expect(inTransaction()).toBe(false);
  });

  it('retries a deadlock when the work may be repeated, and only then', async () => {
    await place.query(`insert into shop.sale (till_id, amount) values ('d1', 0), ('d2', 0)`);
    const lockBoth = (first: string, second: string, repeatable: boolean): Promise<void> =>
      transactor.run(
        cause,
        async (_tx, client) => {
          await client.query('update sale set amount = amount + 1 where till_id = $1', [first]);
          await new Promise((resolve) => setTimeout(resolve, 100));
          await client.query('update sale set amount = amount + 1 where till_id = $1', [second]);
        },
        { repeatable },
      );
    await Promise.all([lockBoth('d1', 'd2', true), lockBoth('d2', 'd1', true)]);
    expect(await place.query(`select amount from shop.sale where till_id like 'd_'`)).toEqual([
      { amount: 2 },
      { amount: 2 },
    ]);
    const results = await Promise.allSettled([lockBoth('d1', 'd2', false), lockBoth('d2', 'd1', false)]);
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('acts as the role of its service, which can neither read other schemas nor take events back', async () => {
    const refused = async (sql: string): Promise<string> =>
      transactor
        .run(cause, (_tx, client) => client.query(sql))
        .then(
          () => 'allowed',
          (error: Error) => error.message,
        );
    expect(await refused('delete from outbox')).toContain('permission denied');
    expect(await refused('delete from quyu_migration')).toContain('permission denied');
    expect(await refused('create table public.x (a int)')).toContain('permission denied');
    expect(await refused('select current_user')).toBe('allowed');
  });

  it('reads a date as its text, so that no time zone moves it', async () => {
    const { rows } = await pool.query(`select date '2020-12-31' as day`);
    expect(rows).toEqual([{ day: '2020-12-31' }]);
  });
});

describe('a transaction whose connection dies', () => {
  const kill = (pid: number): Promise<unknown> => place.query('select pg_terminate_backend($1)', [pid]);
  const pidOf = async (client: {
    query(sql: string): Promise<{ rows: { pid: number }[] }>;
  }): Promise<number> => (await client.query('select pg_backend_pid() as pid')).rows[0]!.pid;

  it('says that the database was not available, and the next one works', async () => {
    const attempt = transactor.run(cause, async (tx, client) => {
      tx.publish(sold, { tillId: 'lost', amount: 1 });
      await kill(await pidOf(client));
    });
    await expect(attempt).rejects.toBeInstanceOf(DatabaseUnavailableError);
    await expect(transactor.run(cause, async () => 'fine')).resolves.toBe('fine');
  });

  it('says so when the commit itself is what was lost', async () => {
    await place.query(`create table shop.slow (a int); grant insert on shop.slow to quyu_shop;
      create function shop.wait() returns trigger language plpgsql as 'begin perform pg_sleep(3); return null; end';
      create constraint trigger t after insert on shop.slow deferrable initially deferred for each row execute function shop.wait()`);
    const attempt = transactor.run(cause, async (_tx, client) => {
      await client.query('insert into slow values (1)');
      const pid = await pidOf(client);
      setTimeout(() => void kill(pid), 200);
    });
    await expect(attempt).rejects.toBeInstanceOf(AmbiguousCommitError);
  });

  it('survives the loss of an idle connection', async () => {
    const client = await pool.connect();
    const pid = await pidOf(client);
    client.release();
    await kill(pid);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await expect(transactor.run(cause, async () => 'fine')).resolves.toBe('fine');
  });

  it('gives up in bounded time when there is no server at all', async () => {
    const nowhere = createPool({ databaseUrl: 'postgres://u@127.0.0.1:1/x', service: 'shop', log: testLog });
    const attempt = createTransactor(settingsOf(nowhere)).run(cause, async () => 'never');
    await expect(attempt).rejects.toBeInstanceOf(DatabaseUnavailableError);
    await nowhere.end();
  });
});
