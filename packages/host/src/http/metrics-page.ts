import Fastify, { type FastifyInstance } from 'fastify';
import type { Metrics } from '../telemetry/metrics.js';

/** What the page of metrics is made of. */
export interface MetricsPage {
  readonly metrics: Metrics;
  /** Brings the gauges up to date. */
  readonly refresh: () => Promise<void>;
}

/** Adds `/metrics` in the text format of Prometheus, for callers with the permission to look. */
export function addMetrics(server: FastifyInstance, page: MetricsPage): void {
  server.get('/metrics', { config: { permission: 'platform:read' } }, async (_request, reply) =>
    reply.type(page.metrics.registry.contentType).send(await textOf(page)),
  );
}

/**
 * A server of its own for `/metrics`, on a port that only scrapers reach: they need no token there.
 *
 * @returns it, not listening yet.
 */
export function createMetricsServer(page: MetricsPage): FastifyInstance {
  const server = Fastify();
  server.get('/metrics', async (_request, reply) =>
    reply.type(page.metrics.registry.contentType).send(await textOf(page)),
  );
  return server;
}

async function textOf({ metrics, refresh }: MetricsPage): Promise<string> {
  await refresh();
  return metrics.registry.metrics();
}

/** Times every answer, by the template of its route. */
export function measureRequests(server: FastifyInstance, metrics: Metrics): void {
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    metrics.answered(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
    done();
  });
}
