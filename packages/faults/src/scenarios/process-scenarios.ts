import type { Replica } from '../system/replica.js';
import { leaderOf, terminateBackends } from '../system/leader.js';
import { type Scenario, type Stage, restart } from './scenario.js';

const RELAY_POINTS = ['relay.before-publish', 'relay.after-publish', 'relay.after-ack', 'relay.after-delete'];
const CONSUMER_POINTS = ['consumer.before-commit', 'consumer.after-commit'];
const DEATH_MS = 20_000;

/** Only the one who has the work gets to a failpoint: the others wait outside until it is dead. */
async function dieAt(stage: Stage, replicas: readonly Replica[], point: string): Promise<void> {
  const countdown = stage.random.between(1, point === 'relay.after-publish' ? 40 : 4);
  await stage.fault(point, async () => {
    for (const replica of replicas) await replica.kill();
    for (const replica of replicas) replica.start({ QUYU_FAILPOINT: `${point}:${countdown}` });
    const [first] = replicas;
    await Promise.race(
      replicas.map(async (replica) => {
        if (!(await replica.dead(DEATH_MS))) throw new Error(`${replica.name} did not get to ${point}`);
      }),
    );
    if (!first) throw new Error('there are no replicas');
    for (const replica of replicas) await restart(replica);
  });
  await stage.progress(10);
}

export const relayFailpoints: Scenario = {
  name: 'relay-failpoints',
  summary: 'the relay dies before a publish, after it, after the acknowledgement and after the delete',
  async play(stage) {
    for (const point of RELAY_POINTS) await dieAt(stage, stage.world.shops, point);
  },
};

export const consumerFailpoints: Scenario = {
  name: 'consumer-failpoints',
  summary: 'a consumer dies before and after its commit',
  async play(stage) {
    for (const point of CONSUMER_POINTS) await dieAt(stage, stage.world.ledgers, point);
  },
};

export const randomKills: Scenario = {
  name: 'random-kills',
  summary: 'replicas of both services and the broker are killed at random',
  async play(stage) {
    const [broker] = stage.world.site.nats;
    for (let kill = 0; kill < 8; kill += 1) {
      await stage.progress(stage.random.between(5, 30));
      const victim = stage.random.pick([...stage.world.replicas, broker]);
      if (!victim) continue;
      await stage.fault(`kill ${victim.name}`, async () => {
        await victim.kill();
        await stage.while(400);
        await victim.start();
      });
    }
  },
};

export const zombieLeader: Scenario = {
  name: 'zombie-leader',
  summary: 'the leader is frozen, loses its lock to another and wakes up again',
  async play(stage) {
    for (const service of ['shop', 'ledger'] as const) {
      for (let round = 0; round < 2; round += 1) {
        await stage.progress(15);
        const leader = await leaderOf(stage.world, service);
        await stage.fault(`freeze ${leader.replica.name}`, async () => {
          leader.replica.signal('SIGSTOP');
          await terminateBackends(stage.world, leader.backends);
          await stage.while(1_500);
          await stage.progress(10);
          leader.replica.signal('SIGCONT');
        });
      }
    }
  },
};

export const frozenConsumer: Scenario = {
  name: 'frozen-consumer',
  summary: 'a consumer is frozen longer than the broker waits for it, keeping its locks, and wakes up again',
  async play(stage) {
    await stage.progress(20);
    const replica = stage.random.pick(stage.world.ledgers);
    await stage.fault(`freeze ${replica.name}`, async () => {
      replica.signal('SIGSTOP');
      await new Promise((resolve) => setTimeout(resolve, 6_500));
      replica.signal('SIGCONT');
    });
    await stage.progress(10);
  },
};

export const crashLoop: Scenario = {
  name: 'bad-handlers',
  summary: 'slow sales, sales that cannot be booked, and one that kills every process that tries',
  once: true,
  quietMs: 150_000,
  async play(stage) {
    await stage.progress(20);
    const keeper = keepAlive(stage.world.ledgers);
    await stage.fault('slow sale', () => stage.load.sell(['till-1', 'till-2', 'till-3'], 'slow'));
    await stage.fault('poison sale', () =>
      stage.load.sell([`till-${stage.random.between(4, 12)}`], 'poison'),
    );
    await stage.fault('deadly sale', () => stage.load.sell(['deadly-till'], 'deadly'));
    await stage.progress(40);
    await waitForLetter(stage);
    keeper.stop();
  },
  async check({ world }) {
    const rows = await world.database.query<{ reason: string }>(
      'select distinct reason from ledger.dead_letter',
    );
    const reasons = new Set(rows.map(({ reason }) => reason));
    return ['failed', 'crashed']
      .filter((reason) => !reasons.has(reason))
      .map((reason) => `no dead letter says ${reason}`);
  },
};

/** What an orchestrator does: starts again what died. */
function keepAlive(replicas: readonly Replica[]): { stop(): void } {
  const timer = setInterval(() => {
    for (const replica of replicas) if (!replica.isRunning) replica.start();
  }, 200);
  return { stop: () => clearInterval(timer) };
}

async function waitForLetter({ world }: Stage): Promise<void> {
  const end = performance.now() + 120_000;
  while (performance.now() < end) {
    const found = await world.database.query(`select 1 from ledger.dead_letter where reason = 'crashed'`);
    if (found.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('the sale that kills every process was not put aside within 120 s');
}

export const rollingRestarts: Scenario = {
  name: 'rolling-restarts',
  summary: '20 restarts by SIGTERM under load: every answer is 2xx, and nothing is done twice',
  world: { env: { QUYU_DRAIN_MS: '2000' } },
  load: { refusals: 0 },
  async play(stage) {
    const rounds = 5;
    for (let round = 0; round < rounds; round += 1) {
      for (const index of [0, 1]) {
        const pair = [stage.world.shops[index], stage.world.ledgers[index]].filter(
          (each) => each !== undefined,
        );
        await Promise.all(
          pair.map((replica) =>
            stage.fault(`SIGTERM ${replica.name}`, async () => {
              await replica.end();
              replica.start();
              await replica.ready();
            }),
          ),
        );
        // A load balancer needs a moment to see that it is back.
        await new Promise((resolve) => setTimeout(resolve, 250));
      }
    }
  },
  check: ({ load }) => (load.failures === 0 ? [] : [`${load.failures} answers were not 2xx`]),
};
