import { type AddressInfo, type Socket, connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a network does to connections. All of it ends with `heal`. */
export interface TcpProxy {
  readonly port: number;
  /** Breaks every open connection; new ones work. */
  reset(): void;
  /** Carries nothing any more, in either direction, on open and new connections: nobody is told. */
  blackhole(): void;
  /** What the server says gets lost; what the client says arrives. */
  halfOpen(): void;
  /** Every chunk comes this much later, in milliseconds. */
  delay(ms: number): void;
  /** Chunks are cut into pieces of this many bytes, with a pause between them. */
  drip(bytes: number): void;
  /** Each open connection carries this many more bytes from the server, and then breaks. */
  cutAfter(bytes: number): void;
  /** Breaks a connection when the server answers what matches: the work is done and nobody hears of it. @returns how often so far. */
  loseAnswersTo(pattern: RegExp, chance: () => boolean): () => number;
  heal(): void;
  close(): Promise<void>;
}

interface Weather {
  swallow: 'nothing' | 'answers' | 'all';
  delayMs: number;
  dripBytes: number;
  lost: number;
  lose: { readonly pattern: RegExp; readonly chance: () => boolean } | undefined;
}

interface Link {
  readonly client: Socket;
  readonly server: Socket;
  budget: number;
  doomed: boolean;
}

const DRIP_PAUSE_MS = 2;

/** Starts a proxy in front of a server on the loopback interface. */
export async function proxyTo(targetPort: number): Promise<TcpProxy> {
  const links = new Set<Link>();
  const weather: Weather = { swallow: 'nothing', delayMs: 0, dripBytes: 0, lost: 0, lose: undefined };
  const listener = createServer((client) => {
    const server = connect(targetPort, '127.0.0.1');
    const link: Link = { client, server, budget: Infinity, doomed: false };
    links.add(link);
    const end = (): void => {
      links.delete(link);
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      socket.on('close', end);
      // A reset is what this is for; the close that follows it is what counts.
      socket.on('error', end);
    }
    carry(link, 'question', weather);
    carry(link, 'answer', weather);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  return proxyOf(listener, links, weather);
}

function proxyOf(listener: ReturnType<typeof createServer>, links: Set<Link>, weather: Weather): TcpProxy {
  const reset = (): void => links.forEach(breakLink);
  return {
    port: (listener.address() as AddressInfo).port,
    reset,
    blackhole: () => void (weather.swallow = 'all'),
    halfOpen: () => void (weather.swallow = 'answers'),
    delay: (ms) => void (weather.delayMs = ms),
    drip: (bytes) => void (weather.dripBytes = bytes),
    cutAfter: (bytes) => links.forEach((link) => void (link.budget = bytes)),
    loseAnswersTo(pattern, chance) {
      weather.lose = { pattern, chance };
      return () => weather.lost;
    },
    heal() {
      // What was swallowed is gone: a connection that missed something cannot go on.
      if (weather.swallow !== 'nothing') reset();
      Object.assign(weather, { swallow: 'nothing', delayMs: 0, dripBytes: 0, lose: undefined });
      links.forEach((link) => void (link.budget = Infinity));
    },
    async close() {
      links.forEach(breakLink);
      await new Promise((resolve) => listener.close(resolve));
    },
  };
}

function breakLink({ client, server }: Link): void {
  client.resetAndDestroy();
  server.resetAndDestroy();
}

/** Carries one direction, chunk after chunk, so that delays keep the order. */
function carry(link: Link, direction: 'question' | 'answer', weather: Weather): void {
  const [from, to] = direction === 'question' ? [link.client, link.server] : [link.server, link.client];
  let before = Promise.resolve();
  from.on('data', (bytes: Buffer) => {
    const isSimple = weather.delayMs === 0 && weather.dripBytes === 0;
    before = before.then(() =>
      isSimple ? pass(bytes, link, direction, weather, to) : passSlowly(bytes, link, direction, weather, to),
    );
  });
}

function pass(
  bytes: Buffer,
  link: Link,
  direction: 'question' | 'answer',
  weather: Weather,
  to: Socket,
): void {
  if (weather.swallow === 'all' || (weather.swallow === 'answers' && direction === 'answer')) return;
  if (direction === 'question') {
    if (weather.lose?.pattern.test(bytes.toString('latin1')) && weather.lose.chance()) link.doomed = true;
  } else {
    if (link.doomed) {
      weather.lost += 1;
      return breakLink(link);
    }
    link.budget -= bytes.length;
    if (link.budget < 0) return breakLink(link);
  }
  if (!to.destroyed) to.write(bytes);
}

async function passSlowly(
  bytes: Buffer,
  link: Link,
  direction: 'question' | 'answer',
  weather: Weather,
  to: Socket,
): Promise<void> {
  if (weather.delayMs > 0) await sleep(weather.delayMs);
  const step = weather.dripBytes > 0 ? weather.dripBytes : bytes.length;
  for (let start = 0; start < bytes.length; start += step) {
    pass(bytes.subarray(start, start + step), link, direction, weather, to);
    if (weather.dripBytes > 0) await sleep(DRIP_PAUSE_MS);
  }
}
