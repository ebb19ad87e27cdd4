import { z } from '@quyu/contract-kit';
import type { Plugin } from '@quyu/plugin-kit';
import type { Logins } from '../database/index.js';
import type { AuthSettings } from '../http/authenticate.js';
import type { OutboxLimits } from './outbox-gate.js';
import { authFaults } from './auth-faults.js';
import { ConfigError } from './config-error.js';
import { type HttpSettings, httpFields, httpSettingsOf } from './http-settings.js';
import { readPluginConfigs } from './plugin-configs.js';
import { readEnv } from './read-env.js';
import type { Env } from './secret-files.js';

/** Levels of the log, from the loudest. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** What a host needs to know of the world it runs in. */
export interface HostSettings {
  /** Postgres, e.g. `postgres://user:password@db:5432/quyu`. */
  readonly databaseUrl: string;
  /** The same past any transaction pooler, for migrations and locks. Default: `databaseUrl`. */
  readonly databaseDirectUrl?: string | undefined;
  /** Passwords of the services' own logins, by service. Default: all use the credentials of the addresses. */
  readonly databaseUsers?: Logins | undefined;
  /** NATS with JetStream, e.g. `nats://broker:4222`; several servers of a cluster are separated by commas. */
  readonly natsUrl: string;
  /** Passwords of the broker's users, by service. Default: the credentials of `natsUrl` for all. */
  readonly natsUsers?: Readonly<Record<string, string>> | undefined;
  /** A file with the same as JSON, read anew at each connection: a password can be changed without a restart. */
  readonly natsUsersFile?: string | undefined;
  readonly http: HttpSettings;
  readonly auth: AuthSettings;
  /** First token of every subject and stream. */
  readonly busRoot: string;
  /** How many servers of the broker keep each stream: 1, or 3 in production. */
  readonly streamReplicas: number;
  /** How many events of a service may wait for the broker, and how long, before its writes are refused. */
  readonly outboxLimits: OutboxLimits;
  /** Where services that do not run in this process are served, by service. */
  readonly serviceUrls: Readonly<Record<string, string>>;
  /** Database connections a service may hold at a time, besides its relay's and jobs'. */
  readonly poolSize: number;
  /** How long the whole shutdown may take, in milliseconds. */
  readonly shutdownDeadlineMs: number;
  /** Whether answers are checked against their contracts and HTTP inside transactions is refused. For development. */
  readonly checkAnswers: boolean;
  readonly logLevel: LogLevel;
}

const postgresUrl = z
  .url({ protocol: /^postgres(ql)?$/ })
  .meta({ secret: true, description: 'set it to postgres://user:password@host:5432/database' });

/** Passwords of the services' own logins. */
const databaseUsers: z.ZodType<Logins> = z
  .record(z.string(), z.string().regex(/^[!-~]{8,200}$/, 'a password is 8 to 200 visible ASCII characters'))
  .meta({ secret: true, description: 'JSON, e.g. {"partner":"its password"}' });

/** What `QUYU_*` may hold. */
export const hostFields = z.object({
  databaseUrl: postgresUrl,
  databaseDirectUrl: postgresUrl.optional(),
  databaseUsers: databaseUsers.optional(),
  natsUrl: z
    .string()
    .refine((text) => text.split(',').every(isNatsAddress), 'Invalid URL')
    .meta({ secret: true, description: 'set it to nats://host:4222, or to several separated by commas' }),
  natsUsers: z.record(z.string(), z.string().min(1)).optional().meta({
    secret: true,
    description: 'JSON, e.g. {"partner":"its password"}; or set QUYU_NATS_USERS_FILE',
  }),
  natsUsersFile: z
    .string()
    .optional()
    .meta({ description: 'a file of JSON, e.g. /run/secrets/nats-users.json' }),
  ...httpFields,
  authIssuer: z
    .string()
    .min(1)
    .meta({ description: 'the issuer of the tokens to accept, e.g. https://login.example.org' }),
  authAudience: z.string().min(1).default('quyu').meta({ description: 'the "aud" of the tokens to accept' }),
  authJwks: z
    .object({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) })
    .optional()
    .meta({ description: 'a JSON Web Key Set as JSON; or set QUYU_AUTH_JWKS_URL' }),
  authJwksUrl: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({ description: "the https address of the issuer's keys" }),
  authGrantsFile: z
    .string()
    .optional()
    .meta({ description: 'a file of JSON with grants by subject, e.g. /etc/quyu/grants.json' }),
  busRoot: z
    .string()
    .regex(/^[a-z][a-z0-9_-]*$/)
    .default('quyu')
    .meta({ description: 'lower case letters, digits, - and _' }),
  streamReplicas: z.int().min(1).max(5).default(1).meta({ description: '1, 3 or 5' }),
  outboxLimit: z.int().min(1).default(1_000_000).meta({ description: 'a number of events, e.g. 1000000' }),
  outboxAgeLimitS: z.int().min(1).default(3_600).meta({ description: 'seconds, e.g. 3600' }),
  serviceUrls: z
    .record(z.string(), z.url({ protocol: /^https?$/ }))
    .default({})
    .meta({ description: 'JSON, e.g. {"partner":"http://partner:8080"}' }),
  poolSize: z.int().min(2).max(200).default(10).meta({ description: 'connections per service, e.g. 10' }),
  shutdownDeadlineMs: z.int().min(100).default(25_000).meta({ description: 'milliseconds, e.g. 25000' }),
  checkAnswers: z.boolean().optional().meta({ description: 'true or false' }),
  logLevel: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'])
    .default('info')
    .meta({ description: 'debug, info, warn, error or silent' }),
});

const natsAddress = z.url({ protocol: /^(nats|tls)$/ });

/** A cluster is given by several of its servers: a host must be able to start while one of them is down. */
function isNatsAddress(text: string): boolean {
  return natsAddress.safeParse(text).success;
}

/**
 * Reads the host's settings from `QUYU_*`, and checks the configuration of every plugin from `<ID>_*`.
 *
 * @throws ConfigError with every fault of all of them in one table.
 * @example const settings = readSettings(process.env, config.plugins);
 */
export function readSettings(env: Env, plugins: readonly Plugin[] = []): HostSettings {
  const read = readEnv('quyu', hostFields, env);
  const faults = [
    ...(read.ok ? authFaults(read.value) : read.faults),
    ...readPluginConfigs(plugins, env).faults,
  ];
  if (!read.ok || faults.length > 0) throw new ConfigError(faults);
  return settingsOf(read.value, env);
}

type Fields = z.output<typeof hostFields>;

function settingsOf(read: Fields, env: Env): HostSettings {
  return {
    databaseUrl: read.databaseUrl,
    databaseDirectUrl: read.databaseDirectUrl,
    databaseUsers: read.databaseUsers,
    natsUrl: read.natsUrl,
    natsUsers: read.natsUsers,
    natsUsersFile: read.natsUsersFile,
    http: httpSettingsOf(read),
    auth: {
      issuer: read.authIssuer,
      audience: read.authAudience,
      jwks: read.authJwks,
      jwksUrl: read.authJwksUrl,
      grantsFile: read.authGrantsFile,
    },
    busRoot: read.busRoot,
    streamReplicas: read.streamReplicas,
    outboxLimits: { events: read.outboxLimit, ageSeconds: read.outboxAgeLimitS },
    serviceUrls: read.serviceUrls,
    poolSize: read.poolSize,
    shutdownDeadlineMs: read.shutdownDeadlineMs,
    checkAnswers: read.checkAnswers ?? env['NODE_ENV'] !== 'production',
    logLevel: read.logLevel,
  };
}
