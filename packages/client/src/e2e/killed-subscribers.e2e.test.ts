import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { provisionSubscription } from '../index.js';
import { addressOf, newDurable, settled } from '../testing/listener.js';
import { shopOpened } from '../testing/shop-events.js';
import { type EffectDatabase, createEffectDatabase, publishOpened } from '../testing/shop-inbox.js';
import { type TestBroker, startTestBroker } from '../testing/test-broker.js';

/** At least; it goes on until subscribers have died as often as they must. */
const EVENTS = 400;
const SHOPS = 7;
/** Of both subscribers together. */
const DEATHS = 4;
/** Built by `tsc -b`: a process cannot run it from its source. */
const SCRIPT = resolve(import.meta.dirname, '../../dist/e2e/subscriber-process.js');

let broker: TestBroker;
let database: EffectDatabase;

beforeAll(async () => {
  broker = await startTestBroker('shop');
  database = await createEffectDatabase();
});
afterAll(async () => {
  await database.drop();
  await broker.stop();
});

/** How often a subscriber has died of itself: of both, because whoever has the lane commits, and only that one dies. */
interface Deaths {
  count: number;
}

/** Sees to it that there is always a process: a new one for each that died; once enough have died, one that lives. */
function keepSubscriber(durable: string, deaths: Deaths): () => Promise<void> {
  let over = false;
  let child: ChildProcess;
  const live = (): void => {
    child = startSubscriber(durable, deaths.count < DEATHS ? 3 + Math.floor(Math.random() * 20) : Infinity);
    child.once('exit', () => {
      if (over) return;
      deaths.count += 1;
      live();
    });
  };
  live();
  return async () => {
    over = true;
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  };
}

function startSubscriber(durable: string, commits: number): ChildProcess {
  const env = { NATS_URL: broker.natsUrl, ROOT: broker.root, DURABLE: durable, DATABASE_URL: database.url };
  return spawn(process.execPath, [SCRIPT], {
    env: { PATH: process.env['PATH'], ...env, COMMITS: String(commits) },
    stdio: 'ignore',
  });
}

test('of two subscribers that die again and again, no event is lost, doubled or out of order', async () => {
  const durable = newDurable();
  await provisionSubscription({ ...addressOf(broker, durable), contracts: [shopOpened] });
  const deaths = { count: 0 };
  const ends = [keepSubscriber(durable, deaths), keepSubscriber(durable, deaths)];
  const names: string[] = [];
  while (names.length < EVENTS || deaths.count < DEATHS) {
    const name = `s-${names.length % SHOPS} ${names.length}`;
    names.push(name);
    await publishOpened(broker, name);
    await sleep(15);
  }
  await settled(broker, durable, 90_000);
  await Promise.all(ends.map((end) => end()));
  const effects = await database.effects(durable);
  for (let shop = 0; shop < SHOPS; shop += 1) {
    const ofShop = (each: string): boolean => each.startsWith(`s-${shop} `);
    expect(effects.filter(ofShop)).toEqual(names.filter(ofShop));
  }
  expect(await database.letters(durable)).toEqual([]);
}, 180_000);
