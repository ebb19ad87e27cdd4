import { Client } from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Place, createPlace } from '../faults/place.js';
import { StatementError, runTogether } from './run-together.js';

let place: Place;
let client: Client;

beforeEach(async () => {
  place = await createPlace([]);
  client = new Client({ connectionString: place.databaseUrl, query_timeout: 2_000 });
  client.on('error', () => undefined);
  await client.connect();
  await client.query('create table jar (n int primary key check (n < 100))');
});

afterEach(async () => {
  await client.end();
  await place.close();
});

const put = (n: number | string, name?: string) => ({
  text: 'insert into jar (n) values ($1) returning n, now() as at',
  values: [n],
  ...(name ? { name } : {}),
});
const content = () => place.query<{ n: number }>('select n from jar order by n');

describe('statements that are sent together', () => {
  it('run in turn, each with its own rows, between ordinary queries', async () => {
    const before = client.query('select 1 as one');
    const [begun, first, second, committed] = await runTogether(client, [
      { text: 'begin' },
      put(1),
      put(2),
      { text: 'commit' },
    ]);
    expect((await before).rows).toEqual([{ one: 1 }]);
    expect([begun?.command, committed?.command]).toEqual(['BEGIN', 'COMMIT']);
    expect(first?.rows).toEqual([{ n: 1, at: expect.any(Date) }]);
    expect([second?.rowCount, second?.rows[0].n]).toEqual([1, 2]);
    expect((await client.query('select count(*)::int as n from jar')).rows).toEqual([{ n: 2 }]);
  });

  it('are prepared once when they have a name, also twice in one go', async () => {
    for (const n of [1, 3, 5]) await runTogether(client, [put(n, 'put'), put(n + 1, 'put')]);
    await client.query(put(7, 'put'));
    const { rows } = await client.query('select name from pg_prepared_statements');
    expect(rows).toEqual([{ name: 'put' }]);
    expect(await content()).toHaveLength(7);
  });

  it.each([0, 1, 2])(
    'fail as one from the one that fails, here number %i, and say which it was',
    async (bad) => {
      const statements = [put(1, 'a'), put(2, 'b'), put(3, 'c')].with(bad, put(100, `bad-${bad}`));
      const failing = runTogether(client, statements);
      await expect(failing).rejects.toThrow(StatementError);
      await expect(failing).rejects.toMatchObject({ index: bad, cause: { code: '23514' } });
      expect(await content()).toEqual([]);
      // What was not parsed then is parsed now.
      await runTogether(client, [put(11, 'a'), put(12, 'b'), put(13, 'c')]);
      expect(await content()).toHaveLength(3);
    },
  );

  it('send nothing after a value that cannot be sent', async () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    const unsendable = { text: 'select $1::json', values: [circle] };
    const failing = runTogether(client, [{ text: 'begin' }, put(1), unsendable, { text: 'commit' }]);
    await expect(failing).rejects.toMatchObject({ index: 2 });
    await client.query('rollback');
    expect(await content()).toEqual([]);
  });

  it('fail when the connection is lost, or takes too long', async () => {
    const slow = { text: 'select pg_sleep(20)' };
    const lost = runTogether(client, [put(1), slow]);
    setTimeout(
      () =>
        void place.query('select pg_terminate_backend(pid) from pg_stat_activity where query like $1', [
          '%sleep%',
        ]),
      200,
    );
    await expect(lost).rejects.toThrow(/terminat|connection/i);
    const other = new Client({ connectionString: place.databaseUrl, query_timeout: 300 });
    other.on('error', () => undefined);
    await other.connect();
    await expect(runTogether(other, [put(2), slow])).rejects.toThrow('timeout');
    await other.end();
  });

  it('carry many rows', async () => {
    const [many, one] = await runTogether(client, [
      { text: 'select generate_series(1, 20000) as n' },
      { text: 'select 1 as one' },
    ]);
    expect([many?.rows.length, one?.rows]).toEqual([20_000, [{ one: 1 }]]);
  });
});
