import { z } from '@quyu/contract-kit';
import { type Plugin, defineDb, definePlugin } from '@quyu/plugin-kit';
import { sql } from 'kysely';
import { shopApi, shopErrors, sold } from './contracts.js';

interface ShopDb {
  readonly sale: { sale_id: string; events: number };
}

const SALE = 'create table sale (sale_id text not null, events int not null)';

/** Sells: a row of its own and the events of the sale commit together, or neither does. */
export const shop: Plugin = definePlugin(
  {
    id: 'shop',
    kit: '^1.0.0',
    summary: { en: 'Shop', zh: '测试' },
    config: z.object({}),
    db: defineDb<ShopDb>({
      '20261125_create_sale': { up: async (db) => void (await sql.raw(SALE).execute(db)) },
    }),
    api: shopApi,
    publishes: [sold],
  },
  () => ({
    routes: {
      async sell({ body: { saleId, tills, mode, refuse } }, tx) {
        await tx.db.insertInto('sale').values({ sale_id: saleId, events: tills.length }).execute();
        for (const [part, tillId] of tills.entries()) tx.publish(sold, { tillId, saleId, part, mode });
        if (refuse) throw shopErrors.SALE_REFUSED();
        return { saleId, events: tills.length };
      },
    },
    handlers: {},
    jobs: {},
  }),
);
