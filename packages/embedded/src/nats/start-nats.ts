import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedError, explainStorageError } from '../errors.js';
import { choosePort, LOOPBACK, portTaken } from '../free-port.js';
import { endProcess, isAlive, worksIn } from '../processes.js';
import { lastLines, rotateLog } from '../server-log.js';
import { spawnServer, type ServerCommand, type ServerProcess } from '../server-process.js';
import { waitReady } from '../wait-ready.js';
import { natsConfig, pidFileIn, type NatsPorts } from './config.js';

/** Long, because a start after a kill reads the streams back first. */
const READY_MS = 60_000;
const HEALTH_MS = 1_000;
const ATTEMPTS = 3;
const ENDING = [
  ['SIGTERM', 10_000],
  ['SIGKILL', 5_000],
] as const;

/** How to start nats-server. */
export interface NatsOptions {
  /** The folder for everything of this server; created when missing. Streams survive in it. */
  readonly dir: string;
  /** The program, from `resolveNatsServer`. */
  readonly bin: string;
  /** A client port that must be used; by default the one of the last run if it is free, else any free one. */
  readonly port?: number | undefined;
  /** Who may do what: lines for the server's configuration file. Default: everybody may do everything. */
  readonly authorization?: string | undefined;
  /** More environment for the server, e.g. passwords that `authorization` refers to. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Told, in a line a step, about what takes time or is surprising. */
  readonly onProgress?: ((line: string) => void) | undefined;
}

/** A running nats-server that is ours. */
export interface EmbeddedNats {
  readonly url: string;
  readonly monitorUrl: string;
  readonly port: number;
  readonly pid: number;
  /** Ends the server in order (at most 15 s); calling it again does nothing. */
  stop(): Promise<void>;
}

/**
 * Starts nats-server with JetStream on disk in `dir`, on the loopback interface, and takes over from
 * a run that was killed. Hold the lock of the state folder (`lockState`), or two runs take over from each other.
 *
 * @throws EmbeddedError `PORT_TAKEN`, `DISK_FULL`, `DIR_NOT_WRITABLE`, `BINARIES_MISSING`, `NOT_READY`,
 * `PREVIOUS_RUN_STUCK`.
 * @example
 * const { path } = await resolveNatsServer({ cacheDir });
 * const nats = await startNats({ dir: '.quyu/nats', bin: path });
 * await nats.stop();
 */
export async function startNats(options: NatsOptions): Promise<EmbeddedNats> {
  try {
    mkdirSync(options.dir, { recursive: true });
    const dir = realpathSync(options.dir);
    await endPreviousNats(dir, options.onProgress ?? (() => undefined));
    const { server, ports } = await launch(dir, options);
    const url = `nats://${LOOPBACK}:${ports.client}`;
    const monitorUrl = `http://${LOOPBACK}:${ports.monitor}`;
    return { url, monitorUrl, port: ports.client, pid: server.pid, stop: () => server.stop() };
  } catch (error) {
    throw explainStorageError(error, options.dir);
  }
}

async function launch(dir: string, { bin, port, authorization, env }: NatsOptions) {
  const logFile = join(dir, 'nats-server.log');
  for (let attempt = 1; ; attempt += 1) {
    const ports = {
      client: await choosePort(join(dir, 'port'), port, 'nats-server'),
      monitor: await choosePort(join(dir, 'monitor-port'), undefined, 'nats-server'),
    };
    writeFileSync(configFile(dir), natsConfig(dir, ports, authorization));
    rotateLog(logFile);
    const server = await spawnServer(natsCommand(dir, bin, logFile, env));
    // The server writes it too, but a kill of ours before that would leave it unfindable.
    writeFileSync(pidFileIn(dir), String(server.pid));
    try {
      await waitForNats(server, ports, logFile);
      return { server, ports };
    } catch (error) {
      const isRace = /address already in use|permission denied.*listen/i.test(lastLines(logFile));
      if (isRace && port !== undefined && lastLines(logFile).includes(`:${port}`))
        throw portTaken(port, 'nats-server');
      if (!isRace || attempt === ATTEMPTS) throw error;
    }
  }
}

function natsCommand(
  dir: string,
  bin: string,
  logFile: string,
  more: NodeJS.ProcessEnv | undefined,
): ServerCommand {
  const args = ['-c', configFile(dir)];
  const shared = { cwd: dir, env: { ...process.env, ...more }, logFile, runAs: undefined, ending: ENDING };
  return { name: 'nats-server', command: bin, args, ...shared };
}

function waitForNats(server: ServerProcess, ports: NatsPorts, logFile: string): Promise<void> {
  const isReady = () => isHealthy(`http://${LOOPBACK}:${ports.monitor}/healthz`);
  return waitReady({ name: 'nats-server', server, logFile, timeoutMs: READY_MS, isReady });
}

/** Healthy means: listening, JetStream up, every stream read back. */
async function isHealthy(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(HEALTH_MS) })).ok;
  } catch {
    return false; // not listening yet
  }
}

/** Ends the server that a killed run left behind on the same folder. */
async function endPreviousNats(dir: string, onProgress: (line: string) => void): Promise<void> {
  const pidFile = pidFileIn(dir);
  const pid = existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) : 0;
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return;
  if (!worksIn(pid, 'nats-server', dir)) return;
  onProgress(`stopping the nats-server of a previous run (pid ${pid})`);
  if (await endProcess(pid, ENDING)) return;
  throw new EmbeddedError(
    'PREVIOUS_RUN_STUCK',
    `The nats-server of a previous run (pid ${pid}, streams in ${dir}) does not stop. End it with: kill -9 ${pid}, then start again.`,
  );
}

function configFile(dir: string): string {
  return join(dir, 'nats-server.conf');
}
