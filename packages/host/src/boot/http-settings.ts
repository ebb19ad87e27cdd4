import { isIP } from 'node:net';
import { z } from '@quyu/contract-kit';

/** How much a caller, and the process as a whole, takes on. */
export interface LimitSettings {
  /** Requests of one caller in a minute, on each replica; 0 sets no limit. */
  readonly requestsPerMinute: number;
  /** Mean delay of the event loop, in milliseconds, above which new requests are turned away; 0 sets no limit. */
  readonly maxEventLoopDelayMs: number;
  /** The same for the share of its time that the event loop works, 0 to 1; 0 sets no limit. */
  readonly maxEventLoopUtilization: number;
}

/** What a host's HTTP side takes. */
export interface HttpSettings {
  readonly host: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** How long a request that does not stream may take, in milliseconds. */
  readonly requestTimeoutMs: number;
  readonly maxConnections: number;
  /** How long requests are still taken after readiness has turned false, in milliseconds: for load balancers to notice. */
  readonly drainMs: number;
  /** A port of its own on which `/metrics` is given without a token; 0 takes a free one. Default: only on `port`, with a token. */
  readonly metricsPort?: number | undefined;
  readonly limits: LimitSettings;
  /** Sites whose pages may read answers, e.g. `https://desk.example`. None: cross-origin reads stay closed. */
  readonly corsOrigins: readonly string[];
  /** Addresses and networks of proxies whose word on the caller's address is believed. */
  readonly trustProxy: readonly string[];
}

const port = z.int().min(0).max(65_535);
const aPort = { description: 'a port between 0 (any free one) and 65535' };

/** Fields of `QUYU_*` that are about HTTP. */
export const httpFields = {
  httpHost: z.string().default('127.0.0.1').meta({ description: 'the address to listen on, e.g. 0.0.0.0' }),
  httpPort: port.default(8080).meta(aPort),
  httpRequestTimeoutMs: z.int().min(1).default(30_000).meta({ description: 'milliseconds, e.g. 30000' }),
  httpMaxConnections: z.int().min(1).default(2000).meta({ description: 'a positive number' }),
  drainMs: z.int().min(0).default(0).meta({ description: 'milliseconds, e.g. 5000 behind a load balancer' }),
  metricsPort: port.optional().meta(aPort),
  rateLimitPerMinute: z
    .int()
    .min(0)
    .default(6_000)
    .meta({ description: 'requests a minute of each caller, e.g. 6000; 0 for no limit' }),
  maxEventLoopDelayMs: z
    .int()
    .min(0)
    .default(1_000)
    .meta({ description: 'milliseconds, e.g. 1000; 0 for no limit' }),
  maxEventLoopUtilization: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .meta({ description: 'a share between 0 and 1, e.g. 0.98; 0 for no limit' }),
  corsOrigins: z
    .array(z.string().refine(isOrigin, 'is not an exact origin'))
    .default([])
    .meta({ description: 'exact origins as JSON, e.g. ["https://desk.example"]; "*" is not one' }),
  trustProxy: z
    .array(z.string().refine(isNetwork, 'is neither an address nor a network'))
    .default([])
    .meta({ description: "the proxies' addresses or networks, e.g. 10.0.0.7,10.1.0.0/16" }),
} as const;

type Read = Readonly<z.output<z.ZodObject<typeof httpFields>>>;

/** The settings that the fields say. */
export function httpSettingsOf(read: Read): HttpSettings {
  return {
    host: read.httpHost,
    port: read.httpPort,
    requestTimeoutMs: read.httpRequestTimeoutMs,
    maxConnections: read.httpMaxConnections,
    drainMs: read.drainMs,
    metricsPort: read.metricsPort,
    limits: {
      requestsPerMinute: read.rateLimitPerMinute,
      maxEventLoopDelayMs: read.maxEventLoopDelayMs,
      maxEventLoopUtilization: read.maxEventLoopUtilization,
    },
    corsOrigins: read.corsOrigins,
    trustProxy: read.trustProxy,
  };
}

/** `https://desk.example`, as a browser sends it: no path, no wildcard, and not `null`, which any sandboxed page has. */
function isOrigin(text: string): boolean {
  return /^https?:\/\/[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

/** `/0` would believe everybody, and whoever is believed may claim any address. */
function isNetwork(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  const bits = family === 4 ? 32 : 128;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) >= 1 && Number(prefix) <= bits);
}
