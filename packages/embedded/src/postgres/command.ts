import { LOOPBACK } from '../free-port.js';
import type { ServerCommand } from '../server-process.js';
import { programOf } from './binaries.js';
import type { PostgresHome } from './home.js';

/** How long a fast shutdown may take before an immediate one is forced, in milliseconds. */
const FAST_SHUTDOWN_MS = 20_000;
const IMMEDIATE_SHUTDOWN_MS = 10_000;

/** Fast shutdown, then immediate: both are safe for the data, the second costs a recovery. */
export const POSTGRES_ENDING = [
  ['SIGINT', FAST_SHUTDOWN_MS],
  ['SIGQUIT', IMMEDIATE_SHUTDOWN_MS],
] as const;

const SPEED_OVER_SAFETY = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' };

/** The command that runs the cluster of `home`. */
export function postgresCommand(
  home: PostgresHome,
  port: number,
  durable: boolean,
  logFile: string,
): ServerCommand {
  const settings = {
    listen_addresses: LOOPBACK,
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...(durable ? {} : SPEED_OVER_SAFETY),
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return {
    name: 'Postgres',
    command: programOf(home.binaries, 'postgres'),
    args: ['-D', home.dataDir, ...flags],
    cwd: home.base,
    env: serverEnv(),
    logFile,
    runAs: home.runAs,
    ending: POSTGRES_ENDING,
  };
}

/** Our environment without what would change a server behind our back; messages in English, for our patterns. */
export function serverEnv(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG[A-Z]+|LC_.+|LANG|LANGUAGE)$/.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC' };
}
