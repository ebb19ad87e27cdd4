import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import { type Shop, shopErrors } from './sample-contracts.js';

export interface ShopDb {
  shop: { code: string; name: string; note: string | null; version: number };
}

export const createShop: Migration = {
  up: (db) =>
    db.schema
      .createTable('shop')
      .addColumn('code', 'text', (column) => column.primaryKey())
      .addColumn('name', 'text', (column) => column.notNull())
      .addColumn('note', 'text')
      .addColumn('version', 'integer', (column) => column.notNull())
      .execute(),
};

export async function findShop(db: Kysely<ShopDb>, code: string): Promise<Shop> {
  const shop = await db.selectFrom('shop').selectAll().where('code', '=', code).executeTakeFirst();
  if (!shop) throw shopErrors.SHOP_NOT_FOUND({ detail: `no shop has the code "${code}"` });
  return shop;
}
