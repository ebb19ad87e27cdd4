import { cpSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTemporaryFolder, freePort } from '@quyu/embedded';
import { createLocalIssuer } from '@quyu/host';
import { createClient } from '@quyu/contract-kit';
import { partnerApi } from '@quyu/partner-contracts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findCompose } from '../engine/compose.js';
import { openDocker } from '../engine/docker.js';
import { succeed } from '../engine/run.js';
import { ROOT } from '../images/build-image.js';
import { IMAGES } from '../images/names.js';
import { answers, runContainer } from '../world/container.js';

const ISSUER = 'https://login.example.org';
const PATIENCE = { timeout: 60_000, interval: 1_000 };
const docker = await openDocker();
const [program, ...first] = (await findCompose(docker)) ?? ['docker-compose'];
let folder: string;
let port: number;
let token: string;

const compose = (...args: string[]): Promise<string> => {
  const env = { ...docker.env, COMPOSE_PROJECT_NAME: 'quyu-deploy-test' };
  return succeed(program, [...first, ...args], { env, cwd: folder, timeout: 180_000 });
};

beforeAll(async () => {
  folder = createTemporaryFolder('quyu-compose');
  for (const file of ['compose.yaml', 'nats.conf'])
    cpSync(join(ROOT, 'deploy/docker', file), join(folder, file));
  const issuer = await createLocalIssuer({ issuer: ISSUER, audience: 'quyu' });
  token = await issuer.mint({ subject: 'ann', permissions: ['partner:*'], expiresInSeconds: 600 });
  port = await freePort();
  const users = await runContainer(docker, { image: IMAGES.quyu, args: ['nats-users'] });
  writeFileSync(join(folder, 'users.conf'), users.stdout);
  const made = await succeed(process.execPath, [join(ROOT, 'deploy/docker/write-env.mjs')], {
    env: { ...process.env, QUYU_AUTH_ISSUER: ISSUER },
  });
  const own = [
    `QUYU_IMAGE=${IMAGES.quyu}`,
    `POSTGRES_IMAGE=${IMAGES.postgres}`,
    `NATS_IMAGE=${IMAGES.nats}`,
    `QUYU_PORT=${port}`,
    `QUYU_AUTH_JWKS=${JSON.stringify(issuer.jwks)}`,
  ];
  writeFileSync(join(folder, '.env'), `${made}\n${own.join('\n')}\n`);
  await compose('up', '--detach');
});

afterAll(async () => {
  await compose('down', '--volumes', '--timeout', '30');
  rmSync(folder, { recursive: true, force: true });
});

describe('the compose file', { timeout: 300_000 }, () => {
  it('brings the platform up on one machine, migrated and provisioned, and it serves', async () => {
    await expect
      .poll(() => answers(`http://127.0.0.1:${port}/health/ready`), { timeout: 240_000, interval: 500 })
      .toBe(true);
    const partner = createClient(partnerApi, { baseUrl: `http://127.0.0.1:${port}`, token });
    const body = {
      asOfYear: 2026,
      passMark: 0,
      indicators: [{ fact: 'employees' as const, bands: [{ from: 0, points: 1 }] }],
    };
    // Right after its start a small machine may have too much to do, and says so.
    await vi.waitFor(() => partner.putScreeningPolicy({ params: { code: 'ANY' }, body }), PATIENCE);
    const kept = await vi.waitFor(() => partner.getScreeningPolicy({}), PATIENCE);
    expect(kept).toMatchObject({ code: 'ANY', passMark: 0 });
  });

  it('runs what Docker calls healthy', async () => {
    const [id = ''] = (await compose('ps', '--quiet', 'platform')).split('\n');
    const health = (): Promise<string> =>
      docker.succeed(['inspect', '--format', '{{.State.Health.Status}}', id]);
    await expect.poll(health, { timeout: 120_000, interval: 1_000 }).toBe('healthy');
  });
});
