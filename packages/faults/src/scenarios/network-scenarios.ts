import { setTimeout as sleep } from 'node:timers/promises';
import type { TcpProxy } from '../network/tcp-proxy.js';
import type { Scenario, Stage } from './scenario.js';

type Trouble = readonly [name: string, begin: (proxy: TcpProxy, stage: Stage) => void, lastsMs: number];

/** Longer than any of ours waits for a sign of life of the broker. */
const SILENCE_MS = 3_000;

const TROUBLES: readonly Trouble[] = [
  ['reset', (proxy) => proxy.reset(), 100],
  ['cut an answer in the middle', (proxy, { random }) => proxy.cutAfter(random.between(1, 4_000)), 600],
  ['latency', (proxy, { random }) => proxy.delay(random.between(20, 120)), 1_500],
  ['slow bytes', (proxy) => proxy.drip(64), 1_500],
  ['half-open', (proxy) => proxy.halfOpen(), SILENCE_MS],
  ['partition', (proxy) => proxy.blackhole(), SILENCE_MS],
];

function networkScenario(server: 'nats' | 'postgres', summary: string): Scenario {
  return {
    name: `network-${server}`,
    summary,
    world: { proxied: true },
    quietMs: 60_000,
    async play(stage) {
      const proxy = stage.world.network[server];
      for (const [name, begin, lastsMs] of shuffled(stage)) {
        await stage.progress(8);
        await stage.fault(`${server}: ${name}`, async () => {
          begin(proxy, stage);
          await sleep(lastsMs);
          proxy.heal();
        });
      }
      await stage.progress(20);
    },
  };
}

/** The same troubles in another order with each seed. */
function shuffled({ random }: Stage): readonly Trouble[] {
  return TROUBLES.map((trouble) => ({ trouble, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ trouble }) => trouble);
}

export const brokerNetwork = networkScenario(
  'nats',
  'every network trouble between the services and the broker',
);
export const databaseNetwork = networkScenario(
  'postgres',
  'every network trouble between the services and Postgres',
);
