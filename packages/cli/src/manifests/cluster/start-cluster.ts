import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTemporaryFolder, freePort, resolveNatsServer } from '@quyu/embedded';
import { cacheFolder } from '../../deployment/state-files.js';
import { waitFor } from '../../e2e/running-platform.js';
import { look, nameOf, ofKind } from '../checks/look.js';
import type { Rendered } from '../checks/render.js';
import { configOnLoopback, type Place } from './config-on-loopback.js';
import { makeCertificates } from './make-certificates.js';

/** One nats-server of the cluster. */
export interface ClusterServer {
  /** As its pod is called: `nats-0`. */
  readonly name: string;
  readonly place: Place;
  start(): void;
  /** As by `kill -9`. */
  kill(): Promise<void>;
  /** What its monitoring says at an address, e.g. `/jsz`. */
  look(path: string): Promise<unknown>;
  /** Whether it is what its probe asks for. */
  answers(path: string): Promise<boolean>;
}

/** Three servers with the configuration of the manifests. */
export interface Cluster {
  readonly servers: readonly ClusterServer[];
  /** `tls://localhost:...` of all servers: certificates are for names, and the servers tell each other's addresses. */
  readonly url: string;
  readonly caFile: string;
  readonly passwords: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const HOST_NAMES = ['nats-headless', 'localhost', ...[0, 1, 2].map((each) => `nats-${each}.nats-headless`)];

const ATTEMPTS = 4;
const TAKEN = /address already in use/;

/**
 * Starts them and waits until they listen; their cluster is not ready yet.
 *
 * @param objects a rendered overlay.
 */
export async function startCluster(objects: readonly Rendered[], now: Date): Promise<Cluster> {
  for (let attempt = 1; ; attempt += 1) {
    const cluster = await assemble(objects, now);
    try {
      await Promise.all(cluster.servers.map(untilListening));
      return cluster;
    } catch (error) {
      await cluster.stop();
      // A port that was free when it was chosen may be taken by now: then others are.
      if (attempt === ATTEMPTS || !TAKEN.test(String(error))) throw error;
    }
  }
}

async function untilListening(server: ClusterServer): Promise<void> {
  server.start();
  await waitFor(async () => ((await server.answers('/varz')) ? true : undefined));
}

async function assemble(objects: readonly Rendered[], now: Date): Promise<Cluster> {
  const root = createTemporaryFolder('quyu-cluster');
  const { path: bin } = await resolveNatsServer({ cacheDir: cacheFolder() });
  const found = ofKind(objects, 'ConfigMap').find((each) => nameOf(each).startsWith('nats-config'));
  const users = String(look(found, 'data', 'users.conf'));
  makeCertificates(root, HOST_NAMES, now);
  const places: Place[] = [];
  for (let each = 0; each < 3; each += 1) places.push(await choosePlace(root, each));
  const passwords = passwordsOf(users);
  const servers = places.map((place, index) => {
    writeFileSync(join(place.folder, 'users.conf'), users);
    const config = configOnLoopback(String(look(found, 'data', 'nats.conf')), place, places);
    writeFileSync(join(place.folder, 'nats.conf'), config);
    return serverOf(bin, `nats-${index}`, place, variablesOf(passwords));
  });
  return {
    servers,
    url: places.map(({ ports }) => `tls://localhost:${ports.client}`).join(','),
    caFile: join(root, 'ca.crt'),
    passwords,
    async stop() {
      await Promise.all(servers.map((server) => server.kill()));
      rmSync(root, { recursive: true, force: true });
    },
  };
}

async function choosePlace(root: string, index: number): Promise<Place> {
  const folder = join(root, `nats-${index}`);
  mkdirSync(folder);
  const ports = { client: await freePort(), route: await freePort(), monitor: await freePort() };
  return { folder, certificates: root, ports };
}

/** A password for each user that the configuration names a variable of. */
function passwordsOf(users: string): Readonly<Record<string, string>> {
  const names = [...users.matchAll(/\$([A-Z_]+)_NATS_PASSWORD/g)].map(([, name = '']) => name.toLowerCase());
  return Object.fromEntries(names.map((name) => [name, `password_of_${name}`]));
}

const variablesOf = (passwords: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(passwords).map(([name, password]) => [`${name.toUpperCase()}_NATS_PASSWORD`, password]),
  );

function serverOf(
  bin: string,
  name: string,
  place: Place,
  variables: Readonly<Record<string, string>>,
): ClusterServer {
  const log = join(place.folder, 'log');
  const page = (path: string): Promise<Response> =>
    fetch(`http://127.0.0.1:${place.ports.monitor}${path}`, { signal: AbortSignal.timeout(5_000) });
  let child: ChildProcess | undefined;
  return {
    name,
    place,
    start() {
      const out = openSync(log, 'a');
      child = spawn(bin, ['--config', join(place.folder, 'nats.conf')], {
        env: { ...variables, POD_NAME: name },
        stdio: ['ignore', out, out],
      });
      closeSync(out);
    },
    async kill() {
      if (!child || child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
    look: async (path) => (await page(path)).json(),
    async answers(path) {
      if (child?.exitCode !== null)
        throw new Error(`${name} has ended:\n${readFileSync(log, 'utf8').slice(-2_000)}`);
      try {
        return (await page(path)).ok;
      } catch {
        return false; // It is still starting.
      }
    },
  };
}
