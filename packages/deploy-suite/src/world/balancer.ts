import { type IncomingMessage, type ServerResponse, createServer, Agent, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answers } from './container.js';

/** Spreads requests over the replicas that say they are ready, as a Kubernetes service does: no request is tried twice. */
export interface Balancer {
  readonly url: string;
  /** What a caller was told when its request failed, whether or not it tried again. */
  readonly failures: readonly string[];
  stop(): Promise<void>;
}

const PROBE_MS = 100;

/** @param replicas ports of the replicas that serve each service, by service: `/api/<service>/...`. */
export async function startBalancer(
  replicas: Readonly<Record<string, readonly number[]>>,
): Promise<Balancer> {
  const ready = new Set<number>();
  const ports = [...new Set(Object.values(replicas).flat())];
  const probe = async (port: number): Promise<void> => {
    if (await answers(`http://127.0.0.1:${port}/health/ready`)) ready.add(port);
    else ready.delete(port);
  };
  await Promise.all(ports.map(probe));
  const timers = ports.map((port) => setInterval(() => void probe(port), PROBE_MS));
  const agent = new Agent({ keepAlive: false });
  let turn = 0;
  const failures: string[] = [];
  const server = createServer((incoming, answer) => {
    const service = /^\/api\/([^/]+)\//.exec(incoming.url ?? '')?.[1] ?? '';
    const able = (replicas[service] ?? ports).filter((port) => ready.has(port));
    const port = able[turn++ % Math.max(1, able.length)];
    answer.once('close', () => {
      const isFailed = !answer.writableFinished || answer.statusCode >= 500;
      if (isFailed) failures.push(`${incoming.method} ${incoming.url}: ${answer.statusCode}`);
    });
    if (port === undefined) answer.writeHead(503).end('no replica is ready');
    else pass(incoming, answer, port, agent);
  });
  // Longer than callers keep idle connections: one that is closed while its next request is on the way loses that request.
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    failures,
    stop: async () => {
      for (const timer of timers) clearInterval(timer);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      agent.destroy();
    },
  };
}

function pass(incoming: IncomingMessage, answer: ServerResponse, port: number, agent: Agent): void {
  const { url, method, headers } = incoming;
  const outgoing = request({ host: '127.0.0.1', port, path: url, method, headers, agent }, (response) => {
    answer.writeHead(response.statusCode ?? 502, response.headers);
    response.pipe(answer);
  });
  outgoing.on('error', (error) => {
    if (answer.headersSent) answer.destroy(error);
    else answer.writeHead(502).end(String(error));
  });
  incoming.pipe(outgoing);
}
