import { incentiveApi } from '@quyu/incentive-contracts';
import { fakeClock, startTestHost, type TestHost } from '@quyu/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { incentive } from '../../plugin.js';
import { IN_PARTS } from '../../testing/import-ways.js';
import { finishJobs, openSmallMarket, SALES, salesFile } from '../../testing/small-market.js';

let app: TestHost;
const clock = fakeClock('2026-01-05T00:00:00Z');
const FILES = 9;
const fileOf = (number: number): string =>
  salesFile(
    ...Array.from({ length: 30 }, (_, n) => `SO${number}-${n},2019-07-01,P1,${(n % 2) + 1},282,1,${n}.10`),
  );
const rowsOf = async (text: string) => (await app.db('incentive').query(text)).rows;
const partsOf = async (): Promise<string[]> => {
  const rows = await rowsOf(
    "select inhrelid::regclass::text as part from pg_inherits where inhparent = 'sale'::regclass order by inhrelid",
  );
  return rows.map(({ part }) => part as string);
};
const lines = () => rowsOf('select * from sale order by source, line_id');
const indexesOf = async (part: string): Promise<string[]> => {
  const rows = await rowsOf(`select indexname from pg_indexes where tablename = '${part}' order by 1`);
  return rows.map(({ indexname }) => indexname as string);
};

beforeAll(async () => {
  app = await startTestHost({
    plugins: [incentive],
    env: { ...IN_PARTS, INCENTIVE_IMPORT_PART_BYTES: '100000' },
    now: clock.now,
    roles: { own: { title: { en: 'Own', zh: '本人' }, permissions: ['incentive:read'] } },
  });
  await openSmallMarket(app);
  for (let number = 1; number <= FILES; number += 1)
    await app
      .client(incentiveApi)
      .importSales({ query: { ...SALES, source: `erp${number % 2}` }, body: fileOf(number) });
  await finishJobs(app);
});
afterAll(() => app?.stop());

describe('the parts of the ledger', () => {
  it('have all indexes of the ledger when the sums are made', async () => {
    const parts = await partsOf();
    expect(parts).toHaveLength(FILES);
    for (const part of parts)
      expect(await indexesOf(part)).toEqual(
        ['_by_quarter', '_by_salesperson', '_key', '_returned'].map((kind) => part + kind),
      );
  });

  it('say once of which import and source all their lines are', async () => {
    const kept = await rowsOf(`select c.relname, string_agg(a.attname, ', ' order by a.attname) as columns
      from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_attribute a on a.attrelid = c.oid
      where i.inhparent = 'sale'::regclass and a.atthasmissing group by c.relname`);
    expect(kept.map(({ columns }) => columns)).toEqual(Array(FILES).fill('import_id, source'));
  });

  it('cannot be read by themselves for limited callers', async () => {
    const [part] = await partsOf();
    const rights =
      await rowsOf(`select has_table_privilege('quyu_incentive_caller', 'sale', 'select') as whole,
      has_table_privilege('quyu_incentive_caller', '${part}', 'select') as part,
      has_function_privilege('quyu_incentive_caller', 'open_sale_part()', 'execute') as opens,
      has_function_privilege('quyu_incentive_caller', 'complete_sale_part(text, uuid, text)', 'execute') as completes`);
    expect(rights).toEqual([{ whole: true, part: false, opens: false, completes: false }]);
    const grants = [{ role: 'own', within: { kind: 'partner', id: 'AW2' } }];
    const limited = app.client(incentiveApi, { subject: 'ann', grants });
    const [all, own] = await Promise.all(
      [app.client(incentiveApi), limited].map((api) => api.totalSales({ query: { year: 2019 } })),
    );
    expect([all!.accepted, own!.accepted]).toEqual([FILES * 30, FILES * 15]);
  });

  it('are found out of order by nobody: only one that is being filled can be keyed, attached or dropped', async () => {
    const [part] = await partsOf();
    const call = (name: string) => [`complete_sale_part('${name}', gen_random_uuid(), 'erp')`, `key_sale_part('${name}')`, `attach_sale_part('${name}')`, `drop_sale_part('${name}')`];
    for (const each of [part!, 'sale', 'sale_part_999999', 'partner'].flatMap(call))
      await expect(rowsOf(`select ${each}`)).rejects.toThrow(/no part of the ledger|does not exist/);
  }); // prettier-ignore

  it('stay as they are while somebody reads them', async () => {
    const reader = app.db('incentive').query('select count(*), pg_sleep(3) from sale');
    await vi.waitFor(async () =>
      expect(await rowsOf("select from pg_stat_activity where query like '%pg_sleep(3)%' and pid <> pg_backend_pid()")).toHaveLength(1),
    );
    expect(await rowsOf('select merge_sale_parts(8, 1000000000) as merged')).toEqual([{ merged: 0 }]);
    await reader;
    expect(await partsOf()).toHaveLength(FILES);
  }); // prettier-ignore

  it('are made one when there are many, with the same lines in them', async () => {
    const before = await lines();
    clock.advance(2 * 3_600_000);
    await vi.waitFor(async () => expect(await partsOf()).toHaveLength(1), { timeout: 30_000, interval: 200 });
    expect(await lines()).toEqual(before);
    expect(await indexesOf((await partsOf())[0]!)).toHaveLength(4);
    const again = await app
      .client(incentiveApi)
      .importSales({ query: { ...SALES, source: 'erp1' }, body: fileOf(1) });
    expect(again).toMatchObject({ accepted: 0, duplicates: 30, rejected: 0 });
    expect(await rowsOf('select merge_sale_parts(2, 1000) as merged')).toEqual([{ merged: 0 }]);
  });

  it('leave nothing behind that is no part', async () => {
    const tables = await rowsOf(
      "select relname from pg_class where relkind = 'r' and relname like 'sale\\_part\\_%'",
    );
    expect(tables.map(({ relname }) => relname)).toEqual(await partsOf());
  });
});
