/** The plugin that hears and calls the shop in the tests of the host. */
import { z } from '@quyu/contract-kit';
import { type Plugin, defineDb, definePlugin } from '@quyu/plugin-kit';
import type { Migration } from 'kysely/migration';
import { moneyPaid, shopApi, shopOpened, tillApi } from './sample-contracts.js';

interface TillDb {
  seen: { code: string; name: string };
}

const createSeen: Migration = {
  up: (db) => db.schema.createTable('seen').addColumn('code', 'text').addColumn('name', 'text').execute(),
};

export const tillPlugin: Plugin = definePlugin(
  {
    id: 'till',
    kit: '^1.0.0',
    summary: { en: 'Tills', zh: '收银' },
    config: z.object({}),
    db: defineDb<TillDb>({ '20261123_create_seen': createSeen }),
    api: tillApi,
    consumes: [shopOpened, moneyPaid],
    calls: { shop: shopApi },
  },
  (ctx) => ({
    routes: {
      askShop: ({ params, query, caller }) =>
        ctx.clients(query.own ? undefined : caller).shop.getShop({ params }),
      askInside: ({ caller }) => ctx.clients(caller).shop.getShop({ params: { code: 'a' } }),
    },
    handlers: {
      'shop.opened.v1': async ({ data }, tx) => {
        await tx.db.insertInto('seen').values({ code: data.code, name: data.name }).execute();
      },
      'bank.paid.v1': async ({ data }, tx) => {
        await tx.db.insertInto('seen').values({ code: data.accountId, name: data.amount }).execute();
      },
    },
    jobs: {},
  }),
);
