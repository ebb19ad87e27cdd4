import { type PluginSpec, defineDb } from '@quyu/plugin-kit';
import { sql } from 'kysely';
import { shop } from '../faults/shop.js';

const CUSTOMER = `create table customer (
  customer_id text primary key, name text not null, phone text, credit bigint, seen_at timestamptz, note text
)`;
const STOCK = `create table stock (shelf text, article text, pieces int not null, primary key (shelf, article))`;

/** The shop, with tables whose changes are kept: customers, whose phones are nobody's business, and the stock. */
export const auditedShop: PluginSpec = {
  ...shop,
  db: defineDb(
    {
      ...shop.db?.migrations,
      '20261126_create_customer': {
        up: async (db) => {
          for (const statement of [CUSTOMER, STOCK]) await sql.raw(statement).execute(db);
        },
      },
    },
    {
      audited: {
        customer: { key: ['customer_id'], personal: ['phone'], except: ['note'] },
        stock: { key: ['shelf', 'article'] },
      },
    },
  ),
};
