import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { explainStorageError } from '../errors.js';
import { choosePort, portTaken } from '../free-port.js';
import { lastLines, rotateLog } from '../server-log.js';
import { spawnServer, type ServerProcess } from '../server-process.js';
import { waitReady } from '../wait-ready.js';
import { locateBinaries } from './binaries.js';
import { postgresCommand } from './command.js';
import { answers, databaseUrl, ensureDatabase, type ClusterAddress } from './connect.js';
import { choosePostgresHome, type PostgresHome } from './home.js';
import { ensureCluster, readOrCreatePassword } from './initialise.js';
import { endPreviousPostgres } from './previous-run.js';

/** Long, because a start after a kill replays the log first. */
const READY_MS = 120_000;
const ATTEMPTS = 5;

/** How to start Postgres. */
export interface PostgresOptions {
  /** The folder for everything of this cluster; created when missing. Data survives in it. */
  readonly dir: string;
  /** A port that must be used; by default the one of the last run if it is free, else any free one. */
  readonly port?: number | undefined;
  /** False trades all safety against a crash for speed: for tests only. */
  readonly durable?: boolean | undefined;
  /** Told, in a line a step, about what takes time or is surprising. */
  readonly onProgress?: ((line: string) => void) | undefined;
}

/** A running Postgres that is ours. */
export interface EmbeddedPostgres {
  /** Connects as the superuser `quyu` to the database `quyu`; holds the password. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Ends the server in order (at most 30 s); calling it again does nothing. */
  stop(): Promise<void>;
}

/**
 * Starts Postgres 18 on the loopback interface with its data in `dir`, takes over from a run that was
 * killed, and creates the database `quyu`. Works as root too: the server then runs as another user.
 * Hold the lock of the state folder (`lockState`), or two runs take over from each other.
 *
 * @throws EmbeddedError `PORT_TAKEN`, `DISK_FULL`, `DIR_NOT_WRITABLE`, `BINARIES_MISSING`, `NOT_READY`,
 * `DATA_INCOMPATIBLE`, `PASSWORD_REJECTED`, `PREVIOUS_RUN_STUCK`.
 * @example
 * const postgres = await startPostgres({ dir: '.quyu/postgres' });
 * const pool = new pg.Pool({ connectionString: postgres.url });
 * await postgres.stop();
 */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const { dir, durable = true, onProgress = () => undefined } = options;
  try {
    const home = await choosePostgresHome({ dir, binaries: locateBinaries(), onProgress });
    const password = readOrCreatePassword(home.dir);
    await endPreviousPostgres(home.dataDir, onProgress);
    if (!existsSync(home.dataDir)) onProgress(`creating the Postgres data folder in ${home.base}`);
    await ensureCluster(home, password, durable);
    const { server, address } = await launch(home, password, durable, options.port);
    await ensureDatabase(address).catch(async (error: unknown) => {
      await server.stop();
      throw error;
    });
    return { url: databaseUrl(address), port: address.port, pid: server.pid, stop: () => server.stop() };
  } catch (error) {
    throw explainStorageError(error, dir);
  }
}

async function launch(home: PostgresHome, password: string, durable: boolean, askedPort: number | undefined) {
  const logFile = join(home.dir, 'postgres.log');
  for (let attempt = 1; ; attempt += 1) {
    const port = await choosePort(join(home.dir, 'port'), askedPort, 'Postgres');
    const address: ClusterAddress = { port, password, dir: home.dir };
    rotateLog(logFile);
    const server = await spawnServer(postgresCommand(home, port, durable, logFile));
    try {
      await waitForPostgres(server, address, logFile);
      return { server, address };
    } catch (error) {
      const log = lastLines(logFile);
      if (askedPort !== undefined && isPortRace(log)) throw portTaken(askedPort, 'Postgres');
      if (attempt === ATTEMPTS || !(isPortRace(log) || isMemoryHeld(log))) throw error;
      await sleep(attempt * 500);
    }
  }
}

function waitForPostgres(server: ServerProcess, address: ClusterAddress, logFile: string): Promise<void> {
  const isReady = () => answers(address);
  return waitReady({ name: 'Postgres', server, logFile, timeoutMs: READY_MS, isReady });
}

/** Somebody took the port between our look and the server's. */
function isPortRace(log: string): boolean {
  return /could not bind .*(in use|permission denied)/i.test(log);
}

/** After a kill -9 of the postmaster alone, its last backends need a moment to notice. */
function isMemoryHeld(log: string): boolean {
  return log.includes('pre-existing shared memory block');
}
