import { setTimeout as sleep } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { streamName } from '@quyu/contract-kit';
import type { ClientBase } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Subscription, createInbox, provisionSubscription, subscribe } from '../index.js';
import { addressOf, newDurable, quiet, settled } from '../testing/listener.js';
import { shopOpened } from '../testing/shop-events.js';
import {
  type EffectDatabase, type Opened, type OpenedHandler, createEffectDatabase, listenWithInbox, noteFor, publishOpened,
} from '../testing/shop-inbox.js'; // prettier-ignore
import { type TestBroker, startTestBroker } from '../testing/test-broker.js';

let broker: TestBroker;
let database: EffectDatabase;
let durable: string;
let running: Subscription[] = [];

beforeAll(async () => {
  broker = await startTestBroker('shop');
  database = await createEffectDatabase();
});
afterAll(async () => {
  await database.drop();
  await broker.stop();
});
beforeEach(async () => {
  durable = newDurable();
  await provisionSubscription({ ...address(), contracts: [shopOpened], startAt: 'now' });
});
afterEach(async () => {
  await Promise.all(running.map((each) => each.stop()));
  running = [];
});

const address = () => addressOf(broker, durable);
const note: OpenedHandler = (event, tx) => noteFor(durable)(event, tx);
const publish = (...events: readonly string[]): Promise<void> => publishOpened(broker, ...events);
const settle = (): Promise<void> => settled(broker, durable);
const effects = (): Promise<string[]> => database.effects(durable);
const letters = (): Promise<unknown[]> => database.letters(durable);
async function start(handler = note, options: { maxAttempts?: number } = {}) {
  const listening = await listenWithInbox(broker, database, durable, handler, options);
  running.push(listening.subscription);
  return listening;
}

describe('an event', () => {
  test('is effective once, even when the whole stream is heard again', async () => {
    const { subscription } = await start();
    const again = await broker.publish(shopOpened, { shopId: 'a', name: '1' });
    await publish('a 2', 'b 1');
    await broker.publishAgain(again);
    await settle();
    await subscription.stop();
    await forgetConsumer();
    await provisionSubscription({ ...address(), contracts: [shopOpened] });
    await database.pool.query('delete from quyu_inbox.inbox where durable = $1 and random() < 0.5', [
      durable,
    ]);
    await start();
    await settle();
    expect((await effects()).filter((each) => /^[ab] [12]$/.test(each))).toEqual(['a 1', 'a 2', 'b 1']);
  });

  test('of many comes to be effective in order, in few transactions', async () => {
    const names = Array.from({ length: 300 }, (_, n) => `many-${n % 7} ${n}`);
    await publish(...names);
    await start();
    await settle();
    expect(await effects()).toEqual(names);
    const { rows } = await database.pool.query(
      'select count(distinct xmin::text) as n from effect where durable = $1',
      [durable],
    );
    expect(Number(rows[0].n)).toBeLessThan(30);
  });

  test('whose handler fails leaves nothing behind but itself and what follows it in its aggregate', async () => {
    const { dead } = await start(
      async (event, tx) => {
        await note(event, tx);
        if (event.data.name === 'poison') throw new Error('bad taste');
      },
      { maxAttempts: 2 },
    );
    await publish('c 1', 'c poison', 'd 1', 'c 3', 'd 2');
    await settle();
    expect(await effects()).toEqual(['c 1', 'd 1', 'd 2']);
    expect(await letters()).toEqual([
      { reason: 'failed', attempts: 2, error: 'Error: bad taste' },
      { reason: 'quarantined', attempts: 0, error: 'follows a dead letter of its aggregate' },
    ]);
    expect(dead.map(({ reason }) => reason)).toEqual(['failed', 'quarantined']);
  });

  test('whose handler swallows an error of the database is not taken for handled', async () => {
    const { dead } = await start(
      async (event, tx) => {
        await note(event, tx);
        await tx.query('select 1 / 0').catch(() => undefined);
      },
      { maxAttempts: 1 },
    );
    await publish('e 1');
    await settle();
    expect([await effects(), dead[0]?.error]).toEqual([[], expect.stringContaining('aborted')]);
  });

  test('that is none is put aside, whatever is in it, and its aggregate waits behind it', async () => {
    await start();
    const good = await broker.publish(shopOpened, { shopId: 'f', name: '1' });
    await broker.publishAgain(good, { body: '{"shopId":"f","name":"\\u0000"' });
    await broker.publishAgain(good, { headers: { 'ce-source': '/quyu/ba\\u0000nk' }, body: '\0' });
    await publish('f 2', 'g 1');
    await settle();
    expect(await effects()).toEqual(['f 1', 'g 1']);
    expect(await letters()).toMatchObject([
      { reason: 'invalid' },
      { reason: 'invalid' },
      { reason: 'quarantined' },
    ]);
  });
});

describe('trouble that is not the event’s fault', () => {
  test('a database connection that is killed counts against nobody', async () => {
    let kills = 2;
    const { dead } = await start(
      async (event, tx) => {
        await note(event, tx);
        if (kills-- > 0) await database.pool.query('select pg_terminate_backend($1)', [await backendOf(tx)]);
        await tx.query('select 1');
      },
      { maxAttempts: 1 },
    );
    await publish('k 1', 'k 2');
    await settle();
    expect([await effects(), dead]).toEqual([['k 1', 'k 2'], []]);
  });

  test('an inbox that is not there is a problem that is told, and waited out', async () => {
    const inbox = { pool: database.pool, schema: 'not_yet' };
    const subscription = await subscribe(shopOpened, note, { ...address(), inbox, log: quiet });
    running.push(subscription);
    await publish('l 1');
    await vi.waitFor(
      () => expect(subscription.problems()).toEqual([expect.stringContaining('not_yet.lane')]),
      5_000,
    );
    await createInbox(database.pool, 'not_yet');
    await createInbox(database.pool, 'not_yet');
    await settle();
    expect([await effects(), subscription.problems()]).toEqual([['l 1'], []]);
  });

  test('an event that kills the process is put aside after as many deaths as attempts', async () => {
    const killers: Promise<void>[] = [];
    for (let life = 1; life <= 2; life += 1) killers.push(dieHandling(life));
    await publish('m 1', 'n 1');
    await Promise.all(killers);
    const { dead } = await start(note, { maxAttempts: 1 });
    await settle();
    expect(dead).toMatchObject([{ reason: 'crashed', event: { data: { name: '1' } } }]);
    expect(await effects()).toEqual(['n 1']);
  }, 60_000);
});

describe('of two processes', () => {
  test('one that hangs in the middle can commit nothing once another has taken over', async () => {
    let release = (): void => undefined;
    const hang = new Promise<void>((resolve) => (release = resolve));
    const nc = await connect({ servers: broker.natsUrl });
    let hangs = true;
    const slow = async (event: Opened, tx: ClientBase): Promise<void> => {
      if (hangs) await hang;
      await note(event, tx);
    };
    const { natsUrl: _, ...rest } = address();
    const zombie = await subscribe(shopOpened, slow, {
      ...rest,
      nc,
      inbox: { pool: database.pool },
      log: quiet,
    });
    await publish('o 1', 'o 2');
    await vi.waitFor(async () => expect(await broker.outstanding('shop', durable)).toBe(2));
    await sleep(300);
    await nc.close();
    await start();
    await sleep(1_000);
    hangs = false;
    release();
    await settle();
    await zombie.stop();
    expect(await effects()).toEqual(['o 1', 'o 2']);
  }, 40_000);
});

const backendOf = async (tx: ClientBase): Promise<number> =>
  (await tx.query('select pg_backend_pid() as pid')).rows[0].pid;

async function forgetConsumer(): Promise<void> {
  const manager = await jetstreamManager(broker.nc);
  await manager.consumers.delete(streamName(broker.root, 'shop'), durable);
}

/** A process that dies of `m`: its connections go, and nothing of it comes back. */
async function dieHandling(_life: number): Promise<void> {
  const nc = await connect({ servers: broker.natsUrl });
  const { natsUrl: _, ...rest } = address();
  let died = (): void => undefined;
  const death = new Promise<void>((resolve) => (died = resolve));
  const handler = async (event: Opened, tx: ClientBase): Promise<void> => {
    if (event.aggregateId !== 'm') return note(event, tx);
    await nc.close();
    await database.pool.query('select pg_terminate_backend($1)', [await backendOf(tx)]);
    died();
    await new Promise<void>(() => undefined);
  };
  const dying = await subscribe(shopOpened, handler, {
    ...rest,
    nc,
    inbox: { pool: database.pool },
    log: quiet,
    handlerTimeoutMs: 100,
  });
  await death;
  await dying.stop();
}
