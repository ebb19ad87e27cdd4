import { freePort } from '@quyu/embedded';
import { IMPORT_CLIENT } from '@quyu/issuer';
import { SERVICES, type World, startBalancer, startWorld } from '@quyu/deploy-suite';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { machineTokens } from '../identity/machine-tokens.js';
import { BUNDLED_DATASET } from '../main-job/bundled-dataset.js';
import type { Report } from '../report/report.js';
import { runCli } from './cli-process.js';
import { expectedFigures } from './expected-figures.js';

const MINUTES = 60_000;
let world: World;
const stops: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  world = await startWorld();
  stops.push(() => world.stop());
}, 3 * MINUTES);

afterAll(async () => {
  for (const stop of stops.toReversed()) await stop();
}, 2 * MINUTES);

const succeed = async (run: Promise<{ code: number | null; stdout: string; stderr: string }>) => {
  const { code, stdout, stderr } = await run;
  if (code !== 0) throw new Error(`exit code ${code}, and it said:\n${stdout}${stderr}`);
  return stdout;
};

describe('before anything is served', () => {
  it('the database is migrated, and doing it again changes nothing', async () => {
    expect(await succeed(world.quyu(['migrate']))).toMatch(/^applied {2}partner: /m);
    expect(await succeed(world.quyu(['migrate']))).toBe('Every schema is up to date.\n');
    await succeed(world.quyu(['migrate', '--check']));
  });

  it('the broker is provisioned, and doing it again changes nothing', async () => {
    expect(await succeed(world.quyu(['provision']))).toContain('+ stream QUYU_PARTNER');
    expect(await succeed(world.quyu(['provision']))).toBe('Nothing to change.\n');
    await succeed(world.quyu(['provision', '--check']));
  });
});

describe('one service in each container, with a file system that cannot be written', () => {
  it(
    'do the main job over HTTP, to the figures of a calculation by another route',
    async () => {
      const ports = Object.fromEntries(
        await Promise.all(SERVICES.map(async (name) => [name, await freePort()] as const)),
      );
      const addresses = Object.entries(ports).map(([name, port]) => [name, `http://127.0.0.1:${port}`]);
      const env = { QUYU_RATE_LIMIT_PER_MINUTE: '0' };
      for (const name of SERVICES) {
        const others = Object.fromEntries(addresses.filter(([each]) => each !== name));
        const urls = { QUYU_SERVICE_URLS: JSON.stringify(others) };
        await world.serve([name], ports[name] ?? 0, { ...env, ...urls });
      }
      const balancer = await startBalancer(
        Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, [port]])),
      );
      stops.push(() => balancer.stop());
      const { url: issuer, secrets } = world.issuer;
      const secret = secrets.clientSecrets[IMPORT_CLIENT] ?? '';
      const token = await machineTokens({ issuer, client: IMPORT_CLIENT, secret })();
      const where = { QUYU_URL: balancer.url, QUYU_TOKEN: token };
      await succeed(runCli(['import', BUNDLED_DATASET, '--strict'], where));
      const report = JSON.parse(await succeed(runCli(['report', '--json'], where))) as Report;
      const pg = new Client({ connectionString: world.databaseUrl });
      await pg.connect();
      try {
        expect(report).toMatchObject(await expectedFigures({ folder: BUNDLED_DATASET, pg }));
      } finally {
        await pg.end();
      }
      expect(report.stuck).toEqual({ outbox: 0, deadLetters: 0 });
    },
    5 * MINUTES,
  );
});
