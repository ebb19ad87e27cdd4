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

const EVENTS = 600;
const SHOPS = 7;
const KILLS = 6;
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

function startSubscriber(durable: string): ChildProcess {
  const env = { NATS_URL: broker.natsUrl, ROOT: broker.root, DURABLE: durable, DATABASE_URL: database.url };
  return spawn(process.execPath, [SCRIPT], { env: { PATH: process.env['PATH'], ...env }, stdio: 'ignore' });
}

async function kill(process: ChildProcess): Promise<void> {
  process.kill('SIGKILL');
  if (process.exitCode === null && process.signalCode === null) await once(process, 'exit');
}

test('of two subscribers that are killed again and again, no event is lost, doubled or out of order', async () => {
  const durable = newDurable();
  await provisionSubscription({ ...addressOf(broker, durable), contracts: [shopOpened] });
  const processes = [startSubscriber(durable), startSubscriber(durable)];
  const names = Array.from({ length: EVENTS }, (_, n) => `s-${n % SHOPS} ${n}`);
  const publishing = (async () => {
    for (const name of names) {
      await publishOpened(broker, name);
      await sleep(15);
    }
  })();
  for (let kills = 0; kills < KILLS; kills += 1) {
    await sleep(500 + Math.random() * 2_500);
    const victim = kills % processes.length;
    await kill(processes[victim]!);
    processes[victim] = startSubscriber(durable);
  }
  await publishing;
  await settled(broker, durable, 60_000);
  await Promise.all(processes.map(kill));
  const effects = await database.effects(durable);
  for (let shop = 0; shop < SHOPS; shop += 1) {
    const ofShop = (each: string): boolean => each.startsWith(`s-${shop} `);
    expect(effects.filter(ofShop)).toEqual(names.filter(ofShop));
  }
  expect(await database.letters(durable)).toEqual([]);
}, 180_000);
