import { type Figure, atMost } from '../figure.js';
import { type Comparison, compare } from './compare.js';
import { type Contender, startContender } from './contender.js';
import { describeSettings } from './describe-settings.js';
import { createShops, loadOverHttp } from './http-load.js';
import { REQUESTS_AT_A_TIME } from './answers.js';
import { PRODUCING } from './effects.js';
import { type Servers, startServers } from './site.js';

/** How the group is measured. */
export interface BusOptions {
  /** Names of the figures to measure. Default: all. */
  readonly only?: readonly string[] | undefined;
  /** Multiplies how much is done in a round; 1 is what the budgets are for. */
  readonly scale: number;
  readonly rounds: number;
}

/** The work of both, and what is the same for both, for the line of the settings. */
interface Measures extends Pick<Comparison, 'measureOurs' | 'measurePeer'> {
  readonly load?: () => Promise<Readonly<Record<string, unknown>>>;
}

/** A comparison before its contenders are started. */
interface Plan {
  readonly name: string;
  readonly budget: number;
  /** The peer's process. */
  readonly process: string;
  readonly peer: string;
  readonly measures: (ours: Contender, peer: Contender, scaled: (amount: number) => number) => Measures;
}

const flow: Plan['measures'] = (ours, peer, scaled) => ({
  measureOurs: () => ours.ask('flow', scaled(20_000)),
  measurePeer: () => peer.ask('flow', scaled(20_000)),
  load: async () => PRODUCING,
});

const answer: Plan['measures'] = (ours, peer, scaled) => ({
  measureOurs: () =>
    loadOverHttp(ours, scaled(20_000), {
      path: '/api/shop/v1/shops/shop-1',
      connections: REQUESTS_AT_A_TIME,
    }),
  measurePeer: () => peer.ask('answer', scaled(20_000)),
  load: async () => ({ requestsAtATime: REQUESTS_AT_A_TIME }),
});

const PLANS: readonly Plan[] = [
  { name: 'http-create', budget: 0.9, process: 'bare-http', peer: 'Fastify and pg', measures: measureHttp },
  {
    name: 'relay',
    budget: 5,
    process: 'one-by-one',
    peer: 'awaited publish',
    measures: (ours, peer, scaled) => ({
      measureOurs: () => ours.ask('relay', scaled(20_000)),
      measurePeer: () => peer.ask('relay', scaled(5_000)),
    }),
  },
  {
    name: 'consumer',
    budget: 7,
    process: 'one-by-one',
    peer: 'a transaction a message',
    measures: (ours, peer, scaled) => ({
      measureOurs: () => ours.ask('consume', scaled(20_000)),
      measurePeer: () => peer.ask('consume', scaled(2_000)),
    }),
  },
  { name: 'vs-pg-boss', budget: 1, process: 'pg-boss', peer: 'pg-boss', measures: flow },
  {
    name: 'vs-graphile-worker',
    budget: 1,
    process: 'graphile-worker',
    peer: 'graphile-worker',
    measures: flow,
  },
  { name: 'vs-nestjs', budget: 1, process: 'nestjs', peer: 'NestJS', measures: flow },
  { name: 'nestjs-answer', budget: 0, process: 'nestjs', peer: 'NestJS', measures: answer },
  { name: 'vs-moleculer', budget: 1, process: 'moleculer', peer: 'Moleculer', measures: flow },
  { name: 'moleculer-answer', budget: 0, process: 'moleculer', peer: 'Moleculer', measures: answer },
];

/** What is tried to find how many connections serve the peer best. */
const CONNECTIONS = [16, 32, 64];

function measureHttp(ours: Contender, peer: Contender, scaled: (amount: number) => number): Measures {
  let best: Promise<number> | undefined;
  const findBest = async (): Promise<number> => {
    const tried: { connections: number; perSecond: number }[] = [];
    for (const connections of CONNECTIONS)
      tried.push({
        connections,
        perSecond: await createShops(peer, scaled(4_000), { path: '/shops', connections }),
      });
    return tried.toSorted((a, b) => b.perSecond - a.perSecond)[0]?.connections ?? 32;
  };
  const create = async (contender: Contender, path: string): Promise<number> =>
    createShops(contender, scaled(15_000), { path, connections: await (best ??= findBest()) });
  return {
    measureOurs: () => create(ours, '/api/shop/v1/shops'),
    measurePeer: () => create(peer, '/shops'),
    load: async () => ({ connections: await best, bestForThePeerOf: CONNECTIONS }),
  };
}

const LATENCY_SECONDS = 20;

/** The bus against what others use for the same work, and its latency. */
export async function* measureBus(options: BusOptions): AsyncIterable<Figure> {
  const isAsked = (name: string): boolean =>
    options.only?.some(
      (asked) => name === asked || (name.startsWith('latency') && asked.startsWith('latency')),
    ) ?? true;
  const servers = await startServers();
  try {
    for (const plan of PLANS.filter(({ name }) => isAsked(name))) yield await measure(plan, servers, options);
    if (isAsked('latency-p50-ms')) yield* measureLatency(servers, options);
  } finally {
    await servers.stop();
  }
}

async function measure(plan: Plan, servers: Servers, { scale, rounds }: BusOptions): Promise<Figure> {
  const database = plan.name.replaceAll('-', '_');
  const ours = startContender('ours', await servers.openSite(`ours_${database}`));
  const peer = startContender(plan.process, await servers.openSite(`peer_${database}`));
  try {
    const measures = plan.measures(ours, peer, (amount) => Math.ceil(amount * scale));
    const settings = async () => describeBoth(plan, [ours, peer], (await measures.load?.()) ?? {});
    return await compare({ ...plan, ...measures, rounds, settings });
  } finally {
    await Promise.all([ours.stop(), peer.stop()]);
  }
}

type Settings = Readonly<Record<string, unknown>>;

/** From the contenders themselves: the values that they worked with. */
async function describeBoth(
  { peer }: Plan,
  [ours, theirs]: readonly [Contender, Contender],
  load: Settings,
): Promise<string[]> {
  return [
    describeSettings('ours', { ...(await ours.ask<Settings>('settings')), ...load }),
    describeSettings(peer, { ...(await theirs.ask<Settings>('settings')), ...load }),
  ];
}

async function* measureLatency(servers: Servers, { scale }: BusOptions): AsyncIterable<Figure> {
  const ours = startContender('ours', await servers.openSite('ours_latency'));
  try {
    await ours.ask('flow', 1_000);
    const seconds = Math.max(2, Math.round(LATENCY_SECONDS * scale));
    const { p50, p99 } = await ours.ask<{ p50: number; p99: number }>('latency', seconds);
    yield atMost('latency-p50-ms', p50, 5);
    yield atMost('latency-p99-ms', p99, 50);
  } finally {
    await ours.stop();
  }
}
