import { setTimeout as sleep } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import { streamName } from '@quyu/contract-kit';
import { type ThrowawayDatabase, createDatabase } from '@quyu/testkit';
import { type ClientBase, Pool } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import {
  type DeadLetter,
  type EventOf,
  type Subscription,
  createInbox,
  provisionSubscription,
  replayDead,
  subscribe,
} from '../index.js';
import { shopOpened } from '../testing/shop-events.js';
import { type TestBroker, startTestBroker } from '../testing/test-broker.js';

let broker: TestBroker;
let database: ThrowawayDatabase;
let pool: Pool;
let durable: string;
let running: Subscription[] = [];
const quiet = { warn: () => undefined, error: () => undefined };

beforeAll(async () => {
  broker = await startTestBroker('shop');
  database = await createDatabase();
  pool = new Pool({ connectionString: database.url, max: 10 });
  pool.on('error', () => undefined);
  await createInbox(pool);
  await pool.query(
    'create table effect (n bigint generated always as identity, durable text, shop text, name text)',
  );
});
afterAll(async () => {
  await pool.end();
  await database.drop();
  await broker.stop();
});
beforeEach(async () => {
  durable = `t${Math.random().toString(36).slice(2)}`;
  await provisionSubscription({ ...address(), contracts: [shopOpened], startAt: 'now' });
});
afterEach(async () => {
  await Promise.all(running.map((each) => each.stop()));
  running = [];
});

const address = () => ({ natsUrl: broker.natsUrl, root: broker.root, durable });
type Opened = EventOf<typeof shopOpened>;

async function note({ aggregateId, data }: Opened, tx: ClientBase): Promise<void> {
  await tx.query('insert into effect (durable, shop, name) values ($1, $2, $3)', [
    durable,
    aggregateId,
    data.name,
  ]);
}

async function start(handler = note, options: { maxAttempts?: number; handlerTimeoutMs?: number } = {}) {
  const dead: DeadLetter[] = [];
  const settings = {
    ...address(),
    ...options,
    inbox: { pool },
    log: quiet,
    backoff: { baseMs: 1, capMs: 2 },
  };
  const subscription = await subscribe(shopOpened, handler, {
    ...settings,
    onDead: (letter) => void dead.push(letter),
  });
  running.push(subscription);
  return { subscription, dead };
}

const publish = async (...names: readonly string[]): Promise<void> => {
  for (const each of names) {
    const [shopId = '', name = ''] = each.split(' ');
    await broker.publish(shopOpened, { shopId, name });
  }
};
const settled = (): Promise<void> =>
  vi.waitFor(async () => expect(await broker.outstanding('shop', durable)).toBe(0), 25_000);
const effects = async (): Promise<string[]> => {
  const { rows } = await pool.query('select shop, name from effect where durable = $1 order by n', [durable]);
  return rows.map(({ shop, name }) => `${shop} ${name}`);
};
const letters = async (): Promise<unknown[]> =>
  (
    await pool.query(
      'select reason, attempts, error from quyu_inbox.dead_letter where durable = $1 order by id',
      [durable],
    )
  ).rows;

describe('an event', () => {
  test('is effective once, even when the whole stream is heard again', async () => {
    const { subscription } = await start();
    const again = await broker.publish(shopOpened, { shopId: 'a', name: '1' });
    await publish('a 2', 'b 1');
    await broker.publishAgain(again);
    await settled();
    await subscription.stop();
    await forgetConsumer();
    await provisionSubscription({ ...address(), contracts: [shopOpened] });
    await pool.query('delete from quyu_inbox.inbox where durable = $1 and random() < 0.5', [durable]);
    await start();
    await settled();
    expect((await effects()).filter((each) => /^[ab] [12]$/.test(each))).toEqual(['a 1', 'a 2', 'b 1']);
  });

  test('of many comes to be effective in order, in few transactions', async () => {
    const names = Array.from({ length: 300 }, (_, n) => `many-${n % 7} ${n}`);
    await publish(...names);
    await start();
    await settled();
    expect(await effects()).toEqual(names);
    const { rows } = await pool.query(
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
    await settled();
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
    await settled();
    expect([await effects(), dead[0]?.error]).toEqual([[], expect.stringContaining('aborted')]);
  });

  test('that is none is put aside, whatever is in it, and its aggregate waits behind it', async () => {
    await start();
    const good = await broker.publish(shopOpened, { shopId: 'f', name: '1' });
    await broker.publishAgain(good, { body: '{"shopId":"f","name":"\\u0000"' });
    await broker.publishAgain(good, { headers: { 'ce-source': '/quyu/ba\\u0000nk' }, body: '\0' });
    await publish('f 2', 'g 1');
    await settled();
    expect(await effects()).toEqual(['f 1', 'g 1']);
    expect(await letters()).toMatchObject([
      { reason: 'invalid' },
      { reason: 'invalid' },
      { reason: 'quarantined' },
    ]);
  });
});

describe('dead letters', () => {
  test('that are replayed become effective in order, and their aggregate is free again', async () => {
    let taste = 'bad';
    const handler = async (event: Opened, tx: ClientBase): Promise<void> => {
      await note(event, tx);
      if (event.data.name === 'poison' && taste === 'bad') throw new Error('bad taste');
    };
    await start(handler, { maxAttempts: 1 });
    await publish('h poison', 'h 2', 'i poison', 'i 2');
    await settled();
    const replay = () => replayDead(shopOpened, handler, { ...address(), inbox: { pool } });
    expect(await replay()).toEqual({ replayed: 0, left: 4 });
    taste = 'good';
    expect(
      await replayDead(shopOpened, handler, { ...address(), inbox: { pool }, aggregateId: 'h' }),
    ).toEqual({
      replayed: 2,
      left: 0,
    });
    await publish('h 3', 'i 3');
    await settled();
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
    await settled();
    poison = false;
    const coming = publish(...Array.from({ length: 200 }, (_, n) => `j ${n + 1}`));
    await sleep(100);
    await replayDead(shopOpened, handler, { ...address(), inbox: { pool } });
    await coming;
    await settled();
    expect([await effects(), await letters()]).toEqual([Array.from({ length: 201 }, (_, n) => `j ${n}`), []]);
  });
});

describe('trouble that is not the event’s fault', () => {
  test('a database connection that is killed counts against nobody', async () => {
    let kills = 2;
    const { dead } = await start(
      async (event, tx) => {
        await note(event, tx);
        if (kills-- > 0) await pool.query('select pg_terminate_backend($1)', [await backendOf(tx)]);
        await tx.query('select 1');
      },
      { maxAttempts: 1 },
    );
    await publish('k 1', 'k 2');
    await settled();
    expect([await effects(), dead]).toEqual([['k 1', 'k 2'], []]);
  });

  test('an inbox that is not there is a problem that is told, and waited out', async () => {
    const inbox = { pool, schema: 'not_yet' };
    const subscription = await subscribe(shopOpened, note, { ...address(), inbox, log: quiet });
    running.push(subscription);
    await publish('l 1');
    await vi.waitFor(
      () => expect(subscription.problems()).toEqual([expect.stringContaining('not_yet.lane')]),
      5_000,
    );
    await createInbox(pool, 'not_yet');
    await createInbox(pool, 'not_yet');
    await settled();
    expect([await effects(), subscription.problems()]).toEqual([['l 1'], []]);
  });

  test('an event that kills the process is put aside after as many deaths as attempts', async () => {
    const killers: Promise<void>[] = [];
    for (let life = 1; life <= 2; life += 1) killers.push(dieHandling(life));
    await publish('m 1', 'n 1');
    await Promise.all(killers);
    const { dead } = await start(note, { maxAttempts: 1 });
    await settled();
    expect(dead).toMatchObject([{ reason: 'crashed', event: { data: { name: '1' } } }]);
    expect(await effects()).toEqual(['n 1']);
  }, 60_000);
});

describe('of two processes', () => {
  test('one that hangs in the middle can commit nothing once another has taken over', async () => {
    let release = (): void => undefined;
    const hang = new Promise<void>((resolve) => (release = resolve));
    const { connect } = await import('@nats-io/transport-node');
    const nc = await connect({ servers: broker.natsUrl });
    let hangs = true;
    const slow = async (event: Opened, tx: ClientBase): Promise<void> => {
      if (hangs) await hang;
      await note(event, tx);
    };
    const { natsUrl: _, ...rest } = address();
    const zombie = await subscribe(shopOpened, slow, { ...rest, nc, inbox: { pool }, log: quiet });
    await publish('o 1', 'o 2');
    await vi.waitFor(async () => expect(await broker.outstanding('shop', durable)).toBe(2));
    await sleep(300);
    await nc.close();
    await start();
    await sleep(1_000);
    hangs = false;
    release();
    await settled();
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
  const { connect } = await import('@nats-io/transport-node');
  const nc = await connect({ servers: broker.natsUrl });
  const { natsUrl: _, ...rest } = address();
  let died = (): void => undefined;
  const death = new Promise<void>((resolve) => (died = resolve));
  const handler = async (event: Opened, tx: ClientBase): Promise<void> => {
    if (event.aggregateId !== 'm') return note(event, tx);
    await nc.close();
    await pool.query('select pg_terminate_backend($1)', [await backendOf(tx)]);
    died();
    await new Promise<void>(() => undefined);
  };
  const dying = await subscribe(shopOpened, handler, {
    ...rest,
    nc,
    inbox: { pool },
    log: quiet,
    handlerTimeoutMs: 100,
  });
  await death;
  await dying.stop();
}
