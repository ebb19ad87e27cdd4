import { freePort } from '@quyu/embedded';
import { GenericContainer, Wait } from 'testcontainers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IMAGES } from '../images/names.js';
import { startWorld, type World } from '../world/start-world.js';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.quyu(['migrate']);
  await world.quyu(['provision']);
});
afterAll(() => world?.stop());

describe("a team's own tests with Testcontainers", () => {
  it('start a service of the image and call it', async () => {
    const port = await freePort();
    const container = await new GenericContainer(IMAGES.quyu)
      .withCommand(['serve', 'partner'])
      .withNetworkMode('host')
      .withEnvironment({ ...world.env, QUYU_HTTP_PORT: String(port) })
      .withWaitStrategy(Wait.forLogMessage(/"msg":"ready"/))
      .start();
    try {
      expect((await fetch(`http://127.0.0.1:${port}/health/ready`)).status).toBe(200);
      expect((await container.exec(['id', '-u'])).output.trim()).toBe('10001');
    } finally {
      await container.stop();
    }
  });
});
