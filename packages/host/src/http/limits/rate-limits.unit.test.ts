import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, expect, it } from 'vitest';
import { createRateLimits } from './rate-limits.js';

let server: FastifyInstance;
afterEach(() => server.close());

/** A server that counts by address, and asks as if from an address. */
async function serve(perMinute: number, remembered: number): Promise<(address: string) => Promise<number>> {
  server = Fastify();
  const limits = await createRateLimits(server, { perMinute, remembered, callerOf: () => 'nobody' });
  server.get('/', limits ? { onRequest: limits.countAddress } : {}, async () => 'ok');
  return async (remoteAddress) => (await server.inject({ url: '/', remoteAddress })).statusCode;
}

it('forgets whoever has not asked for longest, so that a flood of addresses takes no more memory', async () => {
  const ask = await serve(1, 10);
  expect([await ask('192.0.2.1'), await ask('192.0.2.1')]).toEqual([200, 429]);
  for (let n = 1; n <= 9; n += 1) await ask(`198.51.100.${n}`);
  expect(await ask('192.0.2.1')).toBe(429);
  for (let n = 1; n <= 10; n += 1) await ask(`203.0.113.${n}`);
  expect(await ask('192.0.2.1')).toBe(200);
});

it('counts nobody when it is turned off', async () => {
  const ask = await serve(0, 10);
  expect([await ask('192.0.2.1'), await ask('192.0.2.1')]).toEqual([200, 200]);
});
