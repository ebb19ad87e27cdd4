/** The plugin whose routes the tests of the host call: every kind of route, and every way to fail. */
import { setTimeout as sleep } from 'node:timers/promises';
import { cursorPart, PAGE_DEFAULT, pageFrom, platformErrors, readCursor, z } from '@quyu/contract-kit';
import {
  type Plugin,
  type PluginContext,
  type RouteHandler,
  type Tx,
  defineDb,
  defineExtensionPoint,
  defineJob,
  definePlugin,
} from '@quyu/plugin-kit';
import type { Kysely } from 'kysely';
import { type Shop, shopApi, shopErrors, shopOpened } from './sample-contracts.js';
import { addShops } from './shop-bulk.js';
import { type ShopDb, createShop, findShop } from './shop-store.js';

export const greeting = defineExtensionPoint<(name: string) => string>('shop.greeting');

const count = defineJob({
  summary: 'Counts shops.',
  input: z.object({}),
  result: z.object({ shops: z.int() }),
});
const jobs = { count };

type Publishes = readonly [typeof shopOpened];
type Handlers = {
  readonly [Operation in keyof typeof shopApi.routes]: RouteHandler<
    (typeof shopApi.routes)[Operation],
    Tx<ShopDb, Publishes, typeof jobs>
  >;
};
type Writes = 'openShop' | 'renameShop' | 'closeShop' | 'countShops';
type Failures = 'drift' | 'extra' | 'crash' | 'sleep';

export const shopPlugin: Plugin = definePlugin(
  {
    id: 'shop',
    kit: '^1.0.0',
    summary: { en: 'Shops', zh: '门店' },
    config: z.object({ greeting: z.string().default('hello'), seats: z.int().min(1).default(4) }),
    db: defineDb<ShopDb>({ '20261123_create_shop': createShop }),
    api: shopApi,
    publishes: [shopOpened],
    extensionPoints: [greeting],
    jobs,
  },
  (ctx) => ({
    routes: {
      ...reads(ctx.db),
      ...writes,
      ...failures,
      addShops: addShops((work) => ctx.transaction(work)),
      uploadShops: countBytes,
      ...pipes,
    },
    handlers: {},
    jobs: {
      count: async () => ({ shops: (await ctx.db.selectFrom('shop').select('code').execute()).length }),
    },
  }),
);

function reads(db: Kysely<ShopDb>): Pick<Handlers, 'listShops' | 'getShop' | 'exportRows'> {
  return {
    async listShops({ query }) {
      const [after] = readCursor(query.cursor, [cursorPart.text]) ?? [];
      const limit = query.limit ?? PAGE_DEFAULT;
      const all = db
        .selectFrom('shop')
        .selectAll()
        .orderBy('code')
        .limit(limit + 1);
      const rows = await (after === undefined ? all : all.where('code', '>', after)).execute();
      return pageFrom<Shop>(rows, limit, ({ code }) => [code]);
    },
    getShop: ({ params }) => findShop(db, params.code),
    async *exportRows({ query }) {
      for (let n = 0; n < query.count; n += 1) {
        if (n === query.failAt) throw shopErrors.SHOP_NOT_FOUND({ detail: `row ${n}` });
        yield { n, text: 'x'.repeat(100) };
      }
    },
  };
}

const writes: Pick<Handlers, Writes> = {
  async openShop({ body }, tx) {
    const row = { ...body, note: null, version: 1 };
    const adding = tx.db
      .insertInto('shop')
      .values(row)
      .onConflict((on) => on.doNothing());
    const shop = await adding.returningAll().executeTakeFirst();
    if (!shop) throw shopErrors.SHOP_EXISTS({ detail: `"${body.code}" is taken` });
    tx.publish(shopOpened, { code: shop.code, name: shop.name });
    return shop;
  },
  async renameShop({ params, body, ifMatch }, tx) {
    const renaming = tx.db
      .updateTable('shop')
      .set((set) => ({ name: body.name, version: set('version', '+', 1) }));
    const read = renaming.where('code', '=', params.code).where('version', '=', ifMatch ?? 0);
    const renamed = await read.returningAll().executeTakeFirst();
    if (!renamed) throw platformErrors.VERSION_MISMATCH();
    return renamed;
  },
  async closeShop({ params }, tx) {
    await tx.db.deleteFrom('shop').where('code', '=', params.code).execute();
  },
  countShops: async (_request, tx) => ({ jobId: tx.enqueue('count', {}) }),
};

const failures: Pick<Handlers, Failures> = {
  drift: async () => ({ code: 'a', name: 'A', note: null, version: 'one' }) as never,
  extra: async () => ({ code: 'a', name: 'A', note: null, version: 1, secret: 'internal' }) as never,
  async crash() {
    throw new Error('the secret is 42');
  },
  async sleep({ query }) {
    await sleep(query.ms);
    return query;
  },
};

const pipes: Pick<Handlers, 'spellShops' | 'measureBytes'> = {
  async *spellShops({ body }) {
    for await (const each of body) {
      if (each.ok && each.value.code === 'unknown')
        throw shopErrors.SHOP_NOT_FOUND({ detail: `line ${each.line}` });
      yield { line: each.line, spelt: each.ok ? each.value.name.toUpperCase() : null };
    }
  },
  async *measureBytes({ body }) {
    for await (const chunk of body) yield { bytes: chunk.length };
  },
};

const countBytes: Handlers['uploadShops'] = async ({ body }) => {
  let bytes = 0;
  for await (const chunk of body) bytes += chunk.length;
  return { bytes };
};

export type Transaction = PluginContext<unknown, ShopDb, Publishes, typeof jobs>['transaction'];
