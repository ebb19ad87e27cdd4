import { defineEvent, z } from '@quyu/contract-kit';
import { type PluginSpec, type Jobs, defineDb, defineJob } from '@quyu/plugin-kit';
import { type Kysely, sql } from 'kysely';

/** A plugin that sells: it publishes, and keeps what it sold in a table of its own. */
export const sold = defineEvent({
  type: 'shop.sold.v1',
  aggregate: 'till',
  key: 'tillId',
  summary: 'Something was sold at a till.',
  schema: z.object({ tillId: z.string(), amount: z.int() }),
  examples: [{ tillId: 't-1', amount: 5 }],
});

export const closed = defineEvent({
  type: 'shop.closed.v1',
  aggregate: 'till',
  key: 'tillId',
  summary: 'A till was closed.',
  schema: z.object({ tillId: z.string(), note: z.string().optional() }),
  examples: [{ tillId: 't-1' }],
});

/** Published by the plugin that consumes, in the transaction in which it consumes. */
export const booked = defineEvent({
  type: 'ledger.booked.v1',
  aggregate: 'account',
  key: 'accountId',
  summary: 'A sale was booked.',
  schema: z.object({ accountId: z.string(), amount: z.int() }),
  examples: [{ accountId: 't-1', amount: 5 }],
});

export const count = defineJob({
  summary: 'Counts.',
  input: z.object({ upTo: z.int() }),
  result: z.object({ sum: z.int() }),
});

const base = { kit: '^1.0.0', config: z.object({}), calls: {}, extensionPoints: [], figures: {} };
const summaryOf = (en: string): PluginSpec['summary'] => ({ en, zh: '测试' });

export const shop: PluginSpec = {
  ...base,
  id: 'shop',
  summary: summaryOf('Shop'),
  db: defineDb({
    '20261123_create_sale': {
      up: (db) => run(db, 'create table sale (till_id text, amount int, note text)'),
    },
  }),
  publishes: [sold, closed],
  consumes: [],
  jobs: { count } satisfies Jobs,
};

const EFFECT = `create table effect (
  position bigint generated always as identity, event_id uuid not null, type text not null,
  till_id text not null, version bigint not null, amount int
)`;

export const ledger: PluginSpec = {
  ...base,
  id: 'ledger',
  summary: summaryOf('Ledger'),
  db: defineDb({ '20261123_create_effect': { up: (db) => run(db, EFFECT) } }),
  publishes: [booked],
  consumes: [sold, closed],
  jobs: {},
};

async function run(db: Kysely<unknown>, statement: string): Promise<void> {
  await sql.raw(statement).execute(db);
}
