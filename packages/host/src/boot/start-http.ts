import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { KIT_VERSION, type PluginSpec } from '@quyu/plugin-kit';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { AccessPolicy } from '../access/access-policy.js';
import { grantsFile } from '../access/grants-file.js';
import { type IdentifyOptions, createIdentify } from '../access/identify.js';
import { auditRefusal } from '../audit/refusal.js';
import { createAuthenticate } from '../http/authenticate.js';
import { addCatalogue } from '../http/catalogue-pages.js';
import { addDocs } from '../http/docs-page.js';
import { type Readiness, addHealth } from '../http/health.js';
import { addIndex } from '../http/index-page.js';
import { type MetricsPage, addMetrics, createMetricsServer, measureRequests } from '../http/metrics-page.js';
import type { ServedService } from '../http/served.js';
import { createServer } from '../http/server.js';
import { bootStep } from './boot-error.js';
import type { HostSettings } from './settings.js';
import type { StopStep } from './shutdown.js';

/** What the HTTP side of a host is made of. */
export interface HttpParts {
  readonly settings: HostSettings;
  readonly port: number;
  readonly services: readonly ServedService[];
  readonly specs: readonly PluginSpec[];
  readonly policy: AccessPolicy;
  readonly readiness: () => Promise<Readiness>;
  readonly page: MetricsPage;
  readonly serving: ServingState;
  readonly now: () => Date;
  readonly newId: () => string;
  readonly log: Logger;
}

/** Whether the host wants requests: not before it is up, nor from the first moment of its shutdown. */
export interface ServingState {
  current: 'starting' | 'serving' | 'draining';
}

/** Where a server listens. */
export interface Listening {
  readonly url: string;
  readonly port: number;
}

/** Makes the server and listens; what stops it goes on the list as soon as there is something to stop. */
export async function startHttp(parts: HttpParts, steps: StopStep[]): Promise<Listening> {
  const { settings, log } = parts;
  const server = await bootStep({ name: 'adding the routes' }, () => serverOf(parts));
  steps.push({ phase: 'http', name: 'http', stop: (deadline) => stopServer(server, deadline) });
  await bootStep({ name: 'listening' }, () => server.listen({ host: settings.http.host, port: parts.port }));
  steps.push({ phase: 'readiness', name: 'readiness', stop: () => drain(parts) });
  if (settings.http.metricsPort !== undefined)
    await listenForScrapers(settings.http.metricsPort, parts, steps);
  const { port } = server.server.address() as AddressInfo;
  const url = `http://${reachable(settings.http.host)}:${port}`;
  log.info({ url }, 'listening');
  return { url, port };
}

/** It stays up while the rest stops: the last figures are worth having too. */
async function listenForScrapers(
  port: number,
  { settings, page, log }: HttpParts,
  steps: StopStep[],
): Promise<void> {
  const server = createMetricsServer(page);
  steps.push({ phase: 'plugins', name: 'metrics', stop: () => server.close() });
  await bootStep({ name: 'listening for scrapers' }, () => server.listen({ host: settings.http.host, port }));
  log.info({ port: (server.server.address() as AddressInfo).port }, 'metrics');
}

function serverOf(parts: HttpParts): Promise<FastifyInstance> {
  const { settings, specs, serving, policy } = parts;
  const identify = createIdentify(policy, grantsOptions(parts));
  return createServer({
    services: parts.services,
    authenticate: createAuthenticate(settings.auth, parts.now, identify, {
      onTrouble: tellOfKeys(parts.log),
    }),
    now: parts.now,
    newId: parts.newId,
    log: parts.log,
    checkAnswers: settings.checkAnswers,
    requestTimeoutMs: settings.http.requestTimeoutMs,
    maxConnections: settings.http.maxConnections,
    isDraining: () => serving.current === 'draining',
    limits: settings.http.limits,
    corsOrigins: settings.http.corsOrigins,
    trustProxy: settings.http.trustProxy,
    onRefused: (reason) => parts.page.metrics.refused(reason),
    onDenied: (problem, request) => auditRefusal(parts.log, problem, request),
    addPages(server) {
      measureRequests(server, parts.page.metrics);
      addIndex(server, specs, KIT_VERSION);
      addHealth(server, parts.readiness, parts.log);
      addCatalogue(server, specs, settings.busRoot);
      addDocs(server);
      addMetrics(server, parts.page);
    },
  });
}

/** A role or scope that is gone takes rights away without a word to anybody: it must be seen here. */
function grantsOptions({ settings, page, log }: HttpParts): IdentifyOptions {
  const { grantsFile: path } = settings.auth;
  return {
    grantsOf: path === undefined ? undefined : grantsFile(path),
    onComplaints(subject, complaints) {
      page.metrics.deadGrants(complaints.length);
      log.warn({ audit: true, subject, complaints }, 'grants that give nothing');
    },
  };
}

/** Callers with keys that are at hand go on being served, so nothing else would show that there is trouble. */
function tellOfKeys(log: Logger): (error: unknown) => void {
  return (err) => log.warn({ err }, "the issuer's keys could not be fetched");
}

/** Says "not ready" while requests are still taken, so that load balancers look elsewhere first. */
async function drain({ serving, settings }: HttpParts): Promise<void> {
  serving.current = 'draining';
  await sleep(settings.http.drainMs);
}

/** Takes no more requests and finishes those under way; after half of the time that is left they are cut off. */
async function stopServer(server: FastifyInstance, deadline: number): Promise<void> {
  const patienceMs = Math.max((deadline - performance.now()) / 2, 0);
  const timer = setTimeout(() => server.server.closeAllConnections(), patienceMs);
  await server.close();
  clearTimeout(timer);
}

/** An address of this machine for one that means all of them. */
function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
