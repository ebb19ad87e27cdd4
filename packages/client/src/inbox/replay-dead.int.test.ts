import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Subscription, provisionSubscription, replayDead } from '../index.js';
import { addressOf, newDurable, settled } from '../testing/listener.js';
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

describe('dead letters', () => {
  test('that are replayed become effective in order, and their aggregate is free again', async () => {
    let taste = 'bad';
    const handler = async (event: Opened, tx: ClientBase): Promise<void> => {
      await note(event, tx);
      if (event.data.name === 'poison' && taste === 'bad') throw new Error('bad taste');
    };
    await start(handler, { maxAttempts: 1 });
    await publish('h poison', 'h 2', 'i poison', 'i 2');
    await settle();
    const replay = () => replayDead(shopOpened, handler, { ...address(), inbox: { pool: database.pool } });
    expect(await replay()).toEqual({ replayed: 0, left: 4 });
    taste = 'good';
    expect(
      await replayDead(shopOpened, handler, {
        ...address(),
        inbox: { pool: database.pool },
        aggregateId: 'h',
      }),
    ).toEqual({
      replayed: 2,
      left: 0,
    });
    await publish('h 3', 'i 3');
    await settle();
    expect(await effects()).toEqual(['h poison', 'h 2', 'h 3']);
    expect(await replay()).toEqual({ replayed: 3, left: 0 });
    expect(await effects()).toEqual(['h poison', 'h 2', 'h 3', 'i poison', 'i 2', 'i 3']);
    expect(await letters()).toEqual([]);
  });

  test('can be replayed while events come: none is left behind, none overtakes', async () => {
    let poison = true;
    const handler = async (event: Opened, tx: ClientBase): Promise<void> => {
      if (poison && event.data.name === '0') throw new Error('bad taste');
      await note(event, tx);
    };
    await start(handler, { maxAttempts: 1 });
    await publish('j 0');
    await settle();
    poison = false;
    const coming = publish(...Array.from({ length: 200 }, (_, n) => `j ${n + 1}`));
    await sleep(100);
    await replayDead(shopOpened, handler, { ...address(), inbox: { pool: database.pool } });
    await coming;
    await settle();
    expect([await effects(), await letters()]).toEqual([Array.from({ length: 201 }, (_, n) => `j ${n}`), []]);
  });
});
