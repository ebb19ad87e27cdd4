import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, describe, expect, it, test } from 'vitest';
import { networkOf } from './network-of.js';
import { createRateLimits } from './rate-limits.js';

let server: FastifyInstance;
let nowMs: number;
afterEach(() => server?.close());

/** A server that counts callers by what their address says, and how it answers one. */
async function serve(perMinute: number, remembered = 10) {
  nowMs = 0;
  server = Fastify();
  const limits = createRateLimits({ perMinute, remembered, now: () => new Date(nowMs) });
  server.setErrorHandler((error, _request, reply) => reply.code(429).send(error));
  server.get('/caller/:name', async ({ params }, reply) =>
    limits.countCaller((params as { name: string }).name, reply),
  );
  server.get('/', async ({ ip }, reply) => limits.countAddress(ip, reply));
  server.get('/check', async ({ ip }, reply) => limits.checkAddress(ip, reply));
  return async (remoteAddress: string, url = '/') => {
    const { statusCode, headers } = await server.inject({ url, remoteAddress });
    return {
      status: statusCode,
      remaining: headers['ratelimit-remaining'],
      reset: headers['ratelimit-reset'],
    };
  };
}

describe('the limits of requests', () => {
  it('begin anew a minute after the first request', async () => {
    const ask = await serve(2);
    expect(await ask('', '/caller/ann')).toMatchObject({ status: 200 });
    nowMs = 20_500;
    expect(await ask('', '/caller/ann')).toMatchObject({ status: 200, remaining: '0', reset: '40' });
    expect(await ask('', '/caller/ann')).toMatchObject({ status: 429, remaining: '0', reset: '40' });
    expect(await ask('', '/caller/bob')).toMatchObject({ status: 200 });
    nowMs = 59_999;
    expect(await ask('', '/caller/ann')).toMatchObject({ status: 429, reset: '1' });
    nowMs = 60_000;
    expect(await ask('', '/caller/ann')).toMatchObject({ status: 200 });
  });

  it('are told to whoever comes near them', async () => {
    const ask = await serve(20);
    const told: unknown[] = [];
    for (let n = 1; n <= 21; n += 1) told.push((await ask('192.0.2.1')).remaining);
    expect(told).toEqual([...Array(17).fill(undefined), '2', '1', '0', '0']);
  });

  it('can be looked at without counting', async () => {
    const ask = await serve(1);
    for (let n = 0; n < 3; n += 1) expect((await ask('192.0.2.1', '/check')).status).toBe(200);
    expect((await ask('192.0.2.1')).status).toBe(200);
    expect((await ask('192.0.2.1', '/check')).status).toBe(429);
    expect((await ask('192.0.2.2', '/check')).status).toBe(200);
  });

  it('forget whoever has not asked for longest, so that a flood of addresses takes no more memory', async () => {
    const ask = await serve(1);
    expect([(await ask('192.0.2.1')).status, (await ask('192.0.2.1')).status]).toEqual([200, 429]);
    for (let n = 1; n <= 9; n += 1) await ask(`198.51.100.${n}`);
    expect((await ask('192.0.2.1')).status).toBe(429);
    for (let n = 1; n <= 10; n += 1) await ask(`203.0.113.${n}`);
    expect((await ask('192.0.2.1')).status).toBe(200);
  });

  it('are none when they are turned off', async () => {
    const ask = await serve(0);
    for (let n = 0; n < 3; n += 1)
      expect(await ask('192.0.2.1')).toEqual({ status: 200, remaining: undefined, reset: undefined });
  });
});

describe('a network', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8:0:7::1', '2001:db8:0:7'],
    ['2001:0DB8:0000:0007:ffff:1:2:3', '2001:db8:0:7'],
    ['2001:db8::7:1', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    ['2001:db8::', '2001:db8:0:0'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
