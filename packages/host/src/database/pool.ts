import { Client, type ClientConfig, type Pool, TypeOverrides, types } from 'pg';
import type { Logger } from 'pino';
import { DatabaseUnavailableError } from './errors.js';
import { roleOf, schemaOf } from './names.js';
import { TimedPool } from './timed-pool.js';

/** Which database, and on whose behalf. */
export interface ConnectionTarget {
  readonly databaseUrl: string;
  /** The plugin whose schema unqualified names mean. */
  readonly service: string;
  /** The role to act as. Default: the service's own. `null` keeps the login role. */
  readonly role?: string | null;
  /** Shown in `pg_stat_activity`. */
  readonly applicationName?: string;
  /** How long one statement may take, in milliseconds. Default 60,000. */
  readonly statementTimeoutMs?: number;
  /** How long to wait for a connection, in milliseconds. Default 5,000. */
  readonly connectionTimeoutMs?: number;
}

/** Settings of {@link createPool}. */
export interface PoolSettings extends ConnectionTarget {
  readonly log: Logger;
  /** Most connections at a time. Default 10. */
  readonly max?: number;
  /** Told how long each piece of work waited for a connection, in seconds. */
  readonly onAcquired?: (seconds: number) => void;
}

/**
 * A pool for one service. Its connections act as the service's role, see its schema only, and give up in bounded time.
 * A `date` column is read as its text (`2020-12-31`): a JavaScript Date would shift it with the time zone.
 *
 * @example const pool = createPool({ databaseUrl, service: 'partner', log });
 */
export function createPool(settings: PoolSettings): Pool {
  const pool = new TimedPool(
    { ...clientConfig(settings), max: settings.max ?? 10, idleTimeoutMillis: 30_000 },
    settings.onAcquired ?? (() => undefined),
  );
  // Without listeners the loss of a connection, idle or in use, ends the process.
  pool.on('error', (error) => {
    // Only the message: pg hangs the whole client on the error. A pool that is ending wants to lose its connections.
    if (!pool.ending) settings.log.warn({ reason: error.message }, 'an idle database connection was lost');
  });
  pool.on('connect', (client) =>
    client.on('error', (error) => settings.log.debug({ err: error }, 'database connection lost')),
  );
  return pool;
}

/**
 * Runs work on a connection of its own, past any transaction pooler: session locks live there.
 *
 * @param work gets a signal that fires as soon as the connection is lost, and with it every lock it held.
 * @throws DatabaseUnavailableError when there is no connection to be had.
 */
export async function withDirectConnection<T>(
  target: ConnectionTarget,
  work: (client: Client, lost: AbortSignal) => Promise<T>,
): Promise<T> {
  const client = new Client(clientConfig(target, NOTICE_LOSS));
  const lost = new AbortController();
  client.on('error', (error) => lost.abort(new DatabaseUnavailableError(error)));
  client.on('end', () => lost.abort(new DatabaseUnavailableError(new Error('the connection ended'))));
  try {
    await client.connect();
  } catch (error) {
    throw new DatabaseUnavailableError(error);
  }
  try {
    return await work(client, lost.signal);
  } finally {
    await endQuietly(client, lost.signal);
  }
}

/** The server must notice within seconds that a machine is gone, or its locks would outlive it by hours. */
const NOTICE_LOSS = ' -c tcp_keepalives_idle=3 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3';

/** Ends a connection whose server may never answer; what it still had to say does not matter any more. */
async function endQuietly(client: Client, lost: AbortSignal): Promise<void> {
  if (lost.aborted) return;
  const ended = client.end();
  const waited = new Promise((resolve) => setTimeout(resolve, 1000).unref());
  await Promise.race([ended, waited]);
}

/** How `pg` is to connect for a target. */
function clientConfig(target: ConnectionTarget, moreOptions = ''): ClientConfig {
  const statementTimeout = target.statementTimeoutMs ?? 60_000;
  return {
    connectionString: withOptions(target.databaseUrl, sessionOptions(target) + moreOptions),
    application_name: target.applicationName ?? `quyu ${target.service}`,
    connectionTimeoutMillis: target.connectionTimeoutMs ?? 5_000,
    statement_timeout: statementTimeout,
    // The server cannot time out what it never answers: a network that swallows packets must end too.
    query_timeout: statementTimeout + 5_000,
    idle_in_transaction_session_timeout: 120_000,
    keepAlive: true,
    types: readDatesAsText(),
  };
}

function sessionOptions(target: ConnectionTarget): string {
  const role = target.role === undefined ? roleOf(target.service) : target.role;
  const searchPath = `-c search_path=${schemaOf(target.service)}`;
  return role === null ? searchPath : `-c role=${role} ${searchPath}`;
}

/** `pg` prefers the address's `options` to the configuration's, so ours must be in the address. */
function withOptions(databaseUrl: string, options: string): string {
  const url = new URL(databaseUrl);
  const given = url.searchParams.get('options');
  url.searchParams.set('options', given ? `${given} ${options}` : options);
  return url.href;
}

function readDatesAsText(): TypeOverrides {
  const overrides = new TypeOverrides();
  overrides.setTypeParser(types.builtins.DATE, (text) => text);
  return overrides;
}
