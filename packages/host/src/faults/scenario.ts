import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errors } from '@nats-io/nats-core';
import { type EmbeddedNats, resolveNatsServer, startNats } from '@quyu/embedded';
import { lanesOf } from '../bus/lanes.js';
import { type Evidence } from './invariants.js';
import { createRandom } from './random.js';
import type { ServiceOrders } from './processes/service-process.js';
import type { ServiceSite } from './service.js';
import { ledger, shop } from './shop.js';
import { type Site, eventually, openSite } from './site.js';
import { type Victim, prepareVictim } from './victim.js';
import { readWitness } from './witness.js';

/** A scene of its own: a broker that may be killed, a database, a file of what was asked and answered. */
export interface Scene {
  readonly site: Site;
  readonly witness: string;
  /** Kills the broker as by `kill -9` and starts it again on what is on its disk. */
  restartBroker(downMs: number): Promise<void>;
  close(): Promise<void>;
}

/** Opens a scene; its broker is started and killed by nobody else. */
export async function openScene(): Promise<Scene> {
  const dir = await mkdtemp(join(tmpdir(), 'quyu-faults-'));
  const { path: bin } = await resolveNatsServer({ cacheDir: resolve('.quyu/cache') });
  const natsDir = join(dir, 'nats');
  let nats: EmbeddedNats = await startNats({ dir: natsDir, bin });
  const site = await openSite([shop, ledger], nats.url);
  return {
    site,
    witness: join(dir, 'witness'),
    async restartBroker(downMs) {
      process.kill(nats.pid, 'SIGKILL');
      await sleep(downMs);
      nats = await startNats({ dir: natsDir, bin, port: nats.port });
    },
    async close() {
      await site.close();
      await nats.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** What happens in a scenario. */
export interface Plan {
  readonly seed: number;
  readonly writers: number;
  readonly writeMs: number;
  readonly pauseMs: number;
}

/** Prepares the process that writes. */
export function prepareWriter({ site, witness }: Scene, plan: Plan): Victim {
  const { seed, writers, writeMs: ms, pauseMs } = plan;
  return prepareVictim('writer', 'writer', {
    databaseUrl: site.databaseUrl,
    seed,
    witness,
    writers,
    ms,
    pauseMs,
  });
}

/** Prepares a process that runs a service. */
export function prepareService(
  site: ServiceSite,
  service: 'shop' | 'ledger',
  orders: Partial<ServiceOrders> = {},
  failpoint = '',
): Victim {
  const { databaseUrl, natsUrl, root } = site;
  const name = service === 'shop' ? 'relay' : 'consumer';
  const all: ServiceOrders = { site: { databaseUrl, natsUrl, root }, service, ...orders };
  return prepareVictim(name, 'service-process', { ...all }, { QUYU_FAILPOINT: failpoint });
}

/**
 * Kills processes and the broker at random moments, the same for the same seed, until `over`.
 *
 * @returns what was done, in order.
 */
export async function wreak(
  scene: Scene,
  services: readonly Victim[],
  plan: Plan,
  over: () => boolean,
): Promise<string[]> {
  const random = createRandom(plan.seed);
  const done: string[] = [];
  while (!over()) {
    await sleep(random.between(400, 1_600));
    const pause = random.between(0, 400);
    if (random.next() < 0.25) {
      done.push('broker');
      await scene.restartBroker(pause);
    } else {
      const victim = random.pick(services);
      done.push(victim.name);
      await victim.kill();
      await sleep(pause);
      victim.start();
    }
  }
  return done;
}

/** Waits until nothing moves any more, then collects what is to be judged. */
export async function collectEvidence({ site, witness }: Scene, quietMs: number): Promise<Evidence> {
  const left = await eventually(
    () => lookForRest(site),
    ({ outbox, pending }) => outbox + pending === 0,
    quietMs,
  );
  const effects = await site.query<{ eventId: string; till: string; version: number }>(
    'select event_id as "eventId", till_id as till, version::int from ledger.effect order by position',
  );
  return { witness: readWitness(witness), stream: await site.readStream('shop'), effects, left };
}

async function lookForRest(site: Site): Promise<Evidence['left']> {
  const [counts] = await site.query<{ outbox: number; parked: number; deadLetters: number }>(
    `select (select count(*)::int from shop.outbox) as outbox, (select count(*)::int from shop.outbox_parked) as parked,
       (select count(*)::int from ledger.dead_letter) as "deadLetters"`,
  );
  return { ...counts!, pending: await countPending(site) };
}

/** A broker that was killed a moment ago does not answer yet: then nobody knows, and it is not time to judge. */
async function countPending(site: Site): Promise<number> {
  try {
    const lanes = lanesOf(site.root, ledger);
    const infos = lanes.map(({ stream, durable }) => site.manager.consumers.info(stream, durable));
    return (await Promise.all(infos)).reduce((sum, info) => sum + info.num_pending + info.num_ack_pending, 0);
  } catch (error) {
    const isAway = error instanceof errors.TimeoutError || error instanceof errors.RequestError;
    if (!isAway) throw error;
    return Infinity;
  }
}
