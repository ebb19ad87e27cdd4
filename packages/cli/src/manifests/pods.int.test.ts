import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTemporaryFolder, freePort } from '@quyu/embedded';
import { connectionsOf } from '@quyu/host';
import { createDatabase, type ThrowawayDatabase } from '@quyu/testkit';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../deployment/load-config.js';
import { type CliProcess, runCli, startCli } from '../e2e/cli-process.js';
import { waitFor } from '../e2e/running-platform.js';
import { type GuardedBroker, startGuardedBroker } from '../up/broker-in-test.js';
import { containersOf, list, look, nameOf, ofKind } from './checks/look.js';
import { type Rendered, installText, parseObjects } from './checks/render.js';

const SERVICE = 'feedback';
/** Logins belong to the cluster: tests that make them agree on their passwords. */
const PASSWORD = `password-of-${SERVICE}`;
const specs = (await loadConfig()).plugins.map(({ spec }) => spec);

let objects: readonly Rendered[];
let folder: string;
let database: ThrowawayDatabase;
let broker: GuardedBroker;
let ports: Readonly<Record<string, number>>;
let service: CliProcess;

beforeAll(async () => {
  objects = parseObjects(await installText());
  folder = createTemporaryFolder('quyu-pod');
  [database, broker] = await Promise.all([createDatabase(), startGuardedBroker(specs)]);
  ports = { http: await freePort(), metrics: await freePort() };
  mountSecrets();
}, 120_000);
afterAll(async () => {
  service?.child.kill('SIGKILL');
  await broker?.stop();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

/** What the Secret of the service holds: no more than its pods may know. */
function mountSecrets(): void {
  const address = new URL(database.url);
  address.username = address.password = '';
  const secrets = {
    'database-url': address.href,
    'database-users': JSON.stringify({ [SERVICE]: PASSWORD }),
    'nats-users': JSON.stringify({ [SERVICE]: broker.accounts.passwords[SERVICE] }),
    'client-secrets': JSON.stringify({ [SERVICE]: 'a-secret-of-the-client' }),
  };
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(secrets)) writeFileSync(join(folder, name), text);
}

function containers(): { readonly init: unknown; readonly main: unknown } {
  const deployment = ofKind(objects, 'Deployment').find((each) => nameOf(each) === SERVICE);
  const [init, main] = containersOf(deployment!);
  return { init, main };
}

/** The variables of a container as the kubelet sets them, but for the places: of files, of the broker, and where to listen. */
function variablesOf(container: unknown): Readonly<Record<string, string>> {
  const map = ofKind(objects, 'ConfigMap').find((each) => nameOf(each) === 'quyu');
  const own = list(container, 'env').map((each) => [
    String(look(each, 'name')),
    String(look(each, 'value')).replace('/run/secrets/quyu', folder),
  ]);
  return {
    ...(look(map, 'data') as Readonly<Record<string, string>>),
    ...(Object.fromEntries(own) as Readonly<Record<string, string>>),
    NODE_EXTRA_CA_CERTS: '',
    QUYU_NATS_URL: broker.url,
    QUYU_HTTP_HOST: '127.0.0.1',
    QUYU_HTTP_PORT: String(ports['http']),
    QUYU_METRICS_PORT: String(ports['metrics']),
  };
}

const argsOf = (container: unknown): readonly string[] => list(container, 'args').map(String);
const ask = (port: string, path: string): Promise<Response> =>
  fetch(`http://127.0.0.1:${ports[port]}${path}`);

describe(`the pods of ${SERVICE}, as the manifests have them`, { timeout: 90_000 }, () => {
  it('wait in their init container until the schema is there', async () => {
    const { init } = containers();
    const early = await runCli(argsOf(init), variablesOf(init));
    expect(early.code).toBe(1);
    const users = JSON.stringify({ [SERVICE]: PASSWORD });
    const migrated = await runCli(['migrate', SERVICE], {
      QUYU_DATABASE_URL: database.url,
      QUYU_DATABASE_USERS: users,
    });
    expect([migrated.code, migrated.stderr]).toEqual([0, '']);
    const { code, stdout, stderr } = await runCli(argsOf(init), variablesOf(init));
    expect([code, stdout, stderr]).toEqual([0, 'Every schema is up to date.\n', '']);
  });

  it('listen at the ports that are named', () => {
    const { main } = containers();
    const map = ofKind(objects, 'ConfigMap').find((each) => nameOf(each) === 'quyu');
    const named = Object.fromEntries(
      list(main, 'ports').map((each) => [look(each, 'name'), look(each, 'containerPort')]),
    );
    expect(named).toEqual({
      http: Number(look(map, 'data', 'QUYU_HTTP_PORT')),
      metrics: Number(look(map, 'data', 'QUYU_METRICS_PORT')),
    });
  });

  it('answer each probe at its path and port, and serve what the route and the monitor name', async () => {
    const { main } = containers();
    service = startCli(argsOf(main), variablesOf(main));
    await waitFor(async () => {
      if (service.child.exitCode !== null) throw new Error(`it ended:\n${service.output().stderr}`);
      const answer = await ask('http', '/health/ready').catch(() => undefined);
      return answer?.ok ? true : undefined;
    });
    for (const probe of ['startupProbe', 'readinessProbe', 'livenessProbe']) {
      const { path, port } = look(main, probe, 'httpGet') as { path: string; port: string };
      expect([probe, (await ask(port, path)).status]).toEqual([probe, 200]);
    }
    const metrics = await ask('metrics', '/metrics');
    expect([metrics.status, await metrics.text()]).toEqual([
      200,
      expect.stringContaining(`quyu_outbox_events{service="${SERVICE}"}`),
    ]);
    expect((await ask('http', `/api/${SERVICE}/v1/bus`)).status).toBe(401);
  });

  it('have no more connections to Postgres than are reckoned with', async () => {
    const { main } = containers();
    await Promise.all(Array.from({ length: 200 }, () => ask('http', '/health/ready')));
    const client = new Client({ connectionString: database.url });
    await client.connect();
    try {
      const { rowCount } = await client.query(
        `select 1 from pg_stat_activity where datname = current_database() and application_name like 'quyu %'`,
      );
      expect(rowCount).toBeGreaterThan(3);
      expect(rowCount).toBeLessThanOrEqual(connectionsOf(Number(variablesOf(main)['QUYU_POOL_SIZE'])));
    } finally {
      await client.end();
    }
  });

  it('turn not ready when they are asked to end, and end in time with 0', async () => {
    const { main } = containers();
    const { path, port } = look(main, 'readinessProbe', 'httpGet') as { path: string; port: string };
    service.child.kill('SIGTERM');
    await expect.poll(async () => (await ask(port, path)).status, { timeout: 4_000, interval: 20 }).toBe(503);
    const { code } = await service.finished;
    expect(code).toBe(0);
  });
});
