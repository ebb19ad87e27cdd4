import type { AddressInfo } from 'node:net';
import { type LocalIssuer, createLocalIssuer, createLog, newId, readSettings } from '@quyu/host';
import { type ServerOptions, createAuthenticate, createIdentify, createServer } from '@quyu/host/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { contend } from '../../bus/contend.js';
import { greeter } from '../greeter.js';

const NAMES = { issuer: 'urn:quyu:bench', audience: 'quyu' };
/** As a deployment has it, but that nobody asks too often: every request is counted and none is refused. */
const SETTINGS = { QUYU_RATE_LIMIT_PER_MINUTE: '1000000000' } as const;

/** The HTTP side of a host, alone: with authentication, authorisation and limits, or (when the site says so) without. */
await contend(async ({ databaseUrl }) => {
  const isOpen = databaseUrl === 'open';
  const issuer = await createLocalIssuer(NAMES);
  const token = await issuer.mint({
    subject: 'bench',
    permissions: ['greeter:read'],
    expiresInSeconds: 3600,
  });
  const guarded = optionsFor(issuer);
  const server = await createServer(isOpen ? openUp(guarded) : guarded);
  await server.listen({ host: '127.0.0.1', port: 0 });
  const { port } = server.server.address() as AddressInfo;
  return {
    settings: isOpen ? { authentication: 'none', limits: 'none' } : { token: 'cached', ...SETTINGS },
    works: {
      address: async () => ({ url: `http://127.0.0.1:${port}`, token: isOpen ? '' : token }),
      processorSeconds: async () => {
        const { user, system } = process.cpuUsage();
        return (user + system) / 1_000_000;
      },
    },
    stop: () => server.close(),
  };
});

function optionsFor({ jwks }: LocalIssuer): ServerOptions {
  const { http } = readSettings({
    QUYU_DATABASE_URL: 'postgres://nobody',
    QUYU_NATS_URL: 'nats://nobody',
    QUYU_AUTH_ISSUER: NAMES.issuer,
    QUYU_AUTH_JWKS: JSON.stringify(jwks),
    ...SETTINGS,
  });
  const now = () => new Date();
  const identify = createIdentify({ roles: {}, kinds: new Set() });
  return {
    ...http,
    services: [greeter()],
    authenticate: createAuthenticate({ ...NAMES, jwks }, now, identify),
    now,
    newId,
    log: createLog('silent'),
    checkAnswers: false,
    isDraining: () => false,
    onRefused: () => undefined,
    onDenied: () => undefined,
    addPages: () => undefined,
  };
}

function openUp(guarded: ServerOptions): ServerOptions {
  return {
    ...guarded,
    limits: { requestsPerMinute: 0, maxEventLoopDelayMs: 0, maxEventLoopUtilization: 0 },
    addPages(server) {
      // Added after the one that puts the check of the caller in front of a route, so it can take that away again.
      server.addHook('onRoute', (route) => {
        const rest = [route.onRequest ?? []].flat().slice(1);
        route.onRequest = [admitAnybody, ...rest];
      });
    },
  };
}

/** What a handler is told of its caller, without looking at one. */
function admitAnybody(request: FastifyRequest, _reply: FastifyReply, done: () => void): void {
  request.setDecorator('caller', { subject: 'nobody', permissions: [], token: '' });
  request.setDecorator('scope', 'everything');
  done();
}
