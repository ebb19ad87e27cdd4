import { join } from 'node:path';
import { freePort } from '@quyu/embedded';
import { createLocalIssuer } from '@quyu/host';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from '../images/build-image.js';
import { IMAGES } from '../images/names.js';
import { answers, type Container, RESTRICTED, startContainer, untilReady } from '../world/container.js';
import { startWorld, type World } from '../world/start-world.js';

const IMAGE = 'quyu-sample-plugin';
let world: World;
let greeter: Container | undefined;

beforeAll(async () => {
  world = await startWorld();
  const folder = join(ROOT, 'deploy/docker/sample-plugin');
  const build = ['build', '--quiet', '--network=none', '--build-arg', `QUYU_IMAGE=${IMAGES.quyu}`];
  await world.docker.succeed([...build, '--tag', IMAGE, folder]);
});

afterAll(async () => {
  await greeter?.stop();
  await world?.stop();
});

describe("a team's image on top of the platform's", () => {
  it('serves the plugin that the team added', async () => {
    const port = await freePort();
    const issuer = await createLocalIssuer({ issuer: world.issuer.url, audience: 'quyu' });
    greeter = await startContainer(world.docker, 'greeter', {
      image: IMAGE,
      env: {
        ...world.env,
        QUYU_NATS_USERS: '',
        QUYU_NATS_URL: `nats://observer:${world.passwords['observer']}@127.0.0.1:${world.natsPort}`,
        QUYU_AUTH_JWKS: JSON.stringify(issuer.jwks),
        QUYU_HTTP_PORT: String(port),
        GREETER_NAME: 'Chengdu',
      },
      options: RESTRICTED,
    });
    await untilReady(greeter, () => answers(`http://127.0.0.1:${port}/health/ready`));
    const token = await issuer.mint({ subject: 'ann', permissions: ['greeter:read'], expiresInSeconds: 60 });
    const headers = { authorization: `Bearer ${token}` };
    const answer = await fetch(`http://127.0.0.1:${port}/api/greeter/v1/greeting`, { headers });
    expect(await answer.json()).toEqual({ text: 'hello, Chengdu' });
  });
});
