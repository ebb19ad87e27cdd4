import { AsyncLocalStorage } from 'node:async_hooks';
import { type EventContract, type Route, defineApi, defineEvent, defineRoute, z } from '@quyu/contract-kit';
import { type Plugin, type PluginContext, type Tx, defineDb, definePlugin } from '@quyu/plugin-kit';
import { type Kysely, sql } from 'kysely';
import { CREATE_EFFECT, type Sale, effectColumns } from './effects.js';

type Sold = Omit<Sale, 'id'>;

/** An event whose handling is measured. */
export const sold: EventContract<'shop.sold.v1', Sold> = defineEvent({
  type: 'shop.sold.v1',
  aggregate: 'shop',
  key: 'shopId',
  summary: 'A shop sold something.',
  schema: z.object({ shopId: z.string(), serial: z.int(), amount: z.int() }),
  examples: [{ shopId: 'shop-1', serial: 1, amount: 5 }],
});

const opened: EventContract<'shop.opened.v1', { shopId: string; name: string }> = defineEvent({
  type: 'shop.opened.v1',
  aggregate: 'shop',
  key: 'shopId',
  summary: 'A shop opened.',
  schema: z.object({ shopId: z.string(), name: z.string() }),
  examples: [{ shopId: 'shop-1', name: 'Corner' }],
});

interface Shop {
  readonly shopId: string;
  readonly name: string;
  readonly seats: number;
}

const shopSchema = z.object({ shopId: z.string(), name: z.string(), seats: z.int() });

const openShop: Route<'write', {}, {}, { name: string; seats: number }, Shop> = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/shops',
  permission: 'shop:write',
  summary: { en: 'Open a shop', zh: '开店' },
  status: 201,
  body: z.strictObject({ name: z.string().min(1).max(100), seats: z.int().min(0) }),
  answer: shopSchema,
});

const greetShop: Route<'read', { shopId: string }, {}, undefined, Shop> = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/shops/:shopId',
  permission: 'shop:read',
  summary: { en: 'Answer at once', zh: '立即应答' },
  params: z.strictObject({ shopId: z.string() }),
  answer: shopSchema,
});

const shopApi = defineApi({
  service: 'shop',
  title: { en: 'Shops', zh: '门店' },
  permissions: { 'shop:write': 'Open shops.', 'shop:read': 'See shops.' },
  routes: { openShop, greetShop },
});

interface ShopDb {
  readonly shop: { shop_id: string; name: string; seats: number };
  readonly sale: { serial: number };
}

const published = [opened, sold] as const;

/** Runs work in a transaction of the shop. */
export type ShopTransaction = PluginContext<unknown, ShopDb, typeof published>['transaction'];

const base = { kit: '^1.0.0', config: z.object({}) };

/** A service with one table, one write and one event. @param onSetup is given its transactions. */
export function shopPlugin(onSetup: (transaction: ShopTransaction) => void): Plugin {
  return definePlugin(
    {
      ...base,
      id: 'shop',
      summary: { en: 'Shops', zh: '门店' },
      db: defineDb<ShopDb>({ '20261125_create_shop': { up: createShopTables } }),
      api: shopApi,
      publishes: published,
    },
    (ctx) => {
      // The bench writes as the setup may: outside of it, nothing would say what may be seen.
      const asSetup = AsyncLocalStorage.snapshot();
      onSetup((work) => asSetup(() => ctx.transaction(work)));
      return {
        routes: {
          async openShop({ body: { name, seats } }, tx) {
            const shopId = ctx.newId();
            await tx.db.insertInto('shop').values({ shop_id: shopId, name, seats }).execute();
            tx.publish(opened, { shopId, name });
            return { shopId, name, seats };
          },
          greetShop: async ({ params: { shopId } }) => ({ shopId, name: 'Corner', seats: 4 }),
        },
        handlers: {},
        jobs: {},
      };
    },
  );
}

/** A service that writes one row for each sale, set-based, in the order of each shop. */
export const ledgerPlugin: Plugin = definePlugin(
  {
    ...base,
    id: 'ledger',
    summary: { en: 'Ledger', zh: '台账' },
    db: defineDb({ '20261125_create_effect': { up: (db) => run(db, CREATE_EFFECT) } }),
    consumes: [sold],
  },
  () => ({
    routes: {},
    handlers: {
      'shop.sold.v1': {
        batch: async (events, tx) =>
          noteEffects(
            events.map(({ id, data }) => ({ ...data, id })),
            tx,
          ),
      },
    },
    jobs: {},
  }),
);

async function noteEffects(sales: readonly Sale[], { db }: Pick<Tx, 'db'>): Promise<void> {
  const [ids, shops, serials, amounts] = effectColumns(sales);
  await sql`insert into effect (id, shop_id, serial, amount)
    select * from unnest(${ids}::uuid[], ${shops}::text[], ${serials}::int[], ${amounts}::int[])`.execute(db);
}

async function createShopTables(db: Kysely<unknown>): Promise<void> {
  await run(db, 'create table shop (shop_id uuid primary key, name text not null, seats int not null)');
  await run(db, 'create table sale (serial int primary key)');
}

async function run(db: Kysely<unknown>, statement: string): Promise<void> {
  await sql.raw(statement).execute(db);
}
