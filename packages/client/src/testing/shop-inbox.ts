/** Test support: subscriptions whose effects are rows, in a database of their own. */
import { type ThrowawayDatabase, createDatabase } from '@quyu/testkit';
import { type ClientBase, Pool } from 'pg';
import { type DeadLetter, type EventOf, type Subscription, createInbox, subscribe } from '../index.js';
import { addressOf } from './listener.js';
import { shopOpened } from './shop-events.js';
import type { TestBroker } from './test-broker.js';

export type Opened = EventOf<typeof shopOpened>;
export type OpenedHandler = (event: Opened, tx: ClientBase) => Promise<void>;

/** A database with an inbox, and a table of effects. */
export interface EffectDatabase {
  readonly pool: Pool;
  readonly url: string;
  /** What had an effect for a durable, in that order, as `<shop> <name>`. */
  effects(durable: string): Promise<string[]>;
  letters(durable: string): Promise<unknown[]>;
  drop(): Promise<void>;
}

/** Makes the database. */
export async function createEffectDatabase(): Promise<EffectDatabase> {
  const database: ThrowawayDatabase = await createDatabase();
  const pool = new Pool({ connectionString: database.url, max: 10 });
  // Connections that are killed on purpose.
  pool.on('error', () => undefined);
  await createInbox(pool);
  await pool.query(
    'create table effect (n bigint generated always as identity, durable text, shop text, name text)',
  );
  return {
    pool,
    url: database.url,
    async effects(durable) {
      const { rows } = await pool.query('select shop, name from effect where durable = $1 order by n', [
        durable,
      ]);
      return rows.map(({ shop, name }) => `${shop} ${name}`);
    },
    async letters(durable) {
      const text =
        'select reason, attempts, error from quyu_inbox.dead_letter where durable = $1 order by id';
      return (await pool.query(text, [durable])).rows;
    },
    async drop() {
      await pool.end();
      await database.drop();
    },
  };
}

/** A handler whose effect is a row. */
export function noteFor(durable: string): OpenedHandler {
  return async ({ aggregateId, data }, tx) => {
    await tx.query('insert into effect (durable, shop, name) values ($1, $2, $3)', [
      durable,
      aggregateId,
      data.name,
    ]);
  };
}

/** Subscribes with an inbox. */
export async function listenWithInbox(
  broker: TestBroker,
  { pool }: EffectDatabase,
  durable: string,
  handler: OpenedHandler,
  options: { readonly maxAttempts?: number } = {},
): Promise<{ readonly subscription: Subscription; readonly dead: readonly DeadLetter[] }> {
  const dead: DeadLetter[] = [];
  const settings = { ...addressOf(broker, durable), ...options, inbox: { pool } };
  const onDead = (letter: DeadLetter): void => void dead.push(letter);
  return { subscription: await subscribe(shopOpened, handler, { ...settings, onDead }), dead };
}

/** Publishes events written as `<shop> <name>`. */
export async function publishOpened(broker: TestBroker, ...events: readonly string[]): Promise<void> {
  for (const each of events) {
    const [shopId = '', name = ''] = each.split(' ');
    await broker.publish(shopOpened, { shopId, name });
  }
}
