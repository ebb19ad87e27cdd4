import { freePort } from '@quyu/embedded';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IMAGES } from '../images/names.js';
import { answers, type Container, startContainer, untilReady } from '../world/container.js';
import { startWorld, type World } from '../world/start-world.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

/** Runs a container that must refuse to start. */
async function refusal(args: readonly string[], env: Readonly<Record<string, string>>) {
  const { code, stdout, stderr } = await world.quyu(args, env);
  const lines = stderr.trimEnd().split('\n');
  const last = JSON.parse(lines.at(-1) ?? '') as { level: number; msg: string };
  return { code, stdout, stderr, last: last.msg };
}

const serve = ['serve', 'partner', 'incentive'];

describe('a container that cannot start says all that is wrong and ends', () => {
  it('when variables are missing or wrong', async () => {
    const { code, stderr, last } = await refusal(serve, {
      QUYU_DATABASE_URL: 'mysql://wrong',
      QUYU_NATS_URL: '',
      QUYU_AUTH_ISSUER: '',
      QUYU_HTTP_PORT: '99999',
    });
    expect(code).toBe(1);
    expect(stderr).toContain('the configuration has 4 faults');
    for (const name of ['QUYU_DATABASE_URL', 'QUYU_NATS_URL', 'QUYU_AUTH_ISSUER', 'QUYU_HTTP_PORT']) {
      expect(stderr).toMatch(new RegExp(`^  ${name} `, 'm'));
      expect(last).toContain(name);
    }
  });

  it('when neither the database nor the broker answers', async () => {
    const [database, broker] = [await freePort(), await freePort()];
    const { code, stderr, last } = await refusal(serve, {
      QUYU_DATABASE_URL: `postgres://quyu:hunter2-hunter2@127.0.0.1:${database}/quyu`,
      QUYU_NATS_URL: `nats://127.0.0.1:${broker}`,
    });
    expect(code).toBe(1);
    expect(stderr).toContain('2 steps failed');
    for (const text of [stderr, last]) {
      expect(text).toMatch(new RegExp(`checking the database.*127.0.0.1:${database}.*Is Postgres running`));
      expect(text).toMatch(new RegExp(`connecting to NATS.*127.0.0.1:${broker}`));
      expect(text).not.toContain('hunter2');
    }
  });

  it('when the schema is behind and the broker has no streams', async () => {
    const { code, last } = await refusal(serve, { QUYU_DATABASE_USERS: '' });
    expect(code).toBe(1);
    expect(last).toMatch(/"partner" lacks .*Run quyu migrate/);
    expect(last).toMatch(/partner: there is no stream QUYU_PARTNER.*run quyu provision/);
    expect(last).toMatch(/incentive: there is no stream QUYU_INCENTIVE/);
  });

  it("when the services' logins were not made yet", async () => {
    const { code, last } = await refusal(serve, {});
    expect(code).toBe(1);
    expect(last).toMatch(/password authentication failed for user .*has quyu migrate been run/);
  });

  it('when migrations are pending, before anything is served', async () => {
    const { code, stdout, last } = await refusal(['migrate', '--check'], { QUYU_DATABASE_USERS: '' });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^pending {2}partner: /m);
    expect(last).toMatch(/"partner" lacks \S+, .* and \d+ more: run "quyu migrate"/);
  });

  it.each(['migrate', 'provision'])('when the server of "quyu %s" does not answer', async (command) => {
    const port = await freePort();
    const { code, last } = await refusal([command], {
      QUYU_DATABASE_URL: `postgres://quyu:x@127.0.0.1:${port}/quyu`,
      QUYU_NATS_URL: `nats://127.0.0.1:${port}`,
    });
    expect(code).toBe(1);
    expect(last).toContain(`127.0.0.1:${port}`);
  });
});

describe('a server that is too old is refused with its version', () => {
  const started: Container[] = [];
  afterAll(async () => {
    for (const container of started) await container.stop();
  });

  it('of Postgres', async () => {
    const port = await freePort();
    const postgres = await startContainer(world.docker, 'old-postgres', {
      image: IMAGES.oldPostgres,
      args: ['-c', `port=${port}`],
      env: { POSTGRES_USER: 'quyu', POSTGRES_DB: 'quyu', POSTGRES_PASSWORD: 'an-old-server' },
    });
    started.push(postgres);
    const env = { QUYU_DATABASE_URL: `postgres://quyu:an-old-server@127.0.0.1:${port}/quyu` };
    await untilReady(
      postgres,
      async () => !/ECONNREFUSED|starting up|reset/.test((await refusal(['migrate'], env)).last),
    );
    for (const args of [['migrate'], ['migrate', '--check'], serve]) {
      const { code, last } = await refusal(args, { ...env, QUYU_DATABASE_USERS: '' });
      expect(code).toBe(1);
      expect(last).toMatch(/the Postgres server is version 14\.\d+: Quyu needs 15 or newer/);
    }
  });

  it('of NATS', async () => {
    const [port, monitor] = [await freePort(), await freePort()];
    const nats = await startContainer(world.docker, 'old-nats', {
      image: IMAGES.oldNats,
      args: ['--addr', '127.0.0.1', '--port', String(port), '--http_port', String(monitor), '--jetstream'],
    });
    started.push(nats);
    await untilReady(nats, () => answers(`http://127.0.0.1:${monitor}/healthz`));
    for (const args of [['provision'], serve]) {
      const { code, last } = await refusal(args, { QUYU_NATS_URL: `nats://127.0.0.1:${port}` });
      expect(code).toBe(1);
      expect(last).toMatch(
        /the NATS server at 127\.0\.0\.1:\d+ is version 2\.9\.\d+: Quyu needs 2\.10 or newer/,
      );
    }
  });
});
