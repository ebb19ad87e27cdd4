import type { HostSettings, LocalIssuer } from '@quyu/host';
import { randomRoot } from './database.js';
import { natsUrl } from './infrastructure/addresses.js';
import type { TestHostOptions } from './test-host.js';
import { TEST_AUDIENCE, TEST_ISSUER } from './test-identity.js';

const LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

/** The settings of a host under test: strict, on a free port, under subjects of its own. */
export function testSettings(
  databaseUrl: string,
  issuer: LocalIssuer,
  options: TestHostOptions,
): HostSettings {
  const wanted = options.logLevel ?? process.env['QUYU_TEST_LOG'];
  return {
    databaseUrl,
    natsUrl: natsUrl(),
    http: {
      host: '127.0.0.1',
      port: 0,
      requestTimeoutMs: 30_000,
      maxConnections: 1000,
      drainMs: 0,
      // On, but out of the way: tests of several files share a machine that may be slow.
      limits: { requestsPerMinute: 1_000_000, maxEventLoopDelayMs: 0, maxEventLoopUtilization: 0 },
      corsOrigins: [],
      trustProxy: [],
    },
    auth: { issuer: TEST_ISSUER, audience: TEST_AUDIENCE, jwks: issuer.jwks },
    busRoot: randomRoot(),
    streamReplicas: 1,
    // By a clock that a test sets, events that have just been published may be of any age.
    outboxLimits: { events: 100_000, ageSeconds: options.now ? Number.MAX_SAFE_INTEGER : 3_600 },
    serviceUrls: {},
    poolSize: 5,
    shutdownDeadlineMs: 10_000,
    checkAnswers: true,
    logLevel: LEVELS.find((level) => level === wanted) ?? 'error',
    ...options.settings,
  };
}
