import fastify, { type FastifyInstance } from 'fastify';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { shedLoad } from './shed-load.js';

let server: FastifyInstance;
afterEach(() => server.close());

/** Leaves the event loop no time, but for a turn now and then. */
async function beBusy(ms: number): Promise<void> {
  const until = performance.now() + ms;
  while (performance.now() < until) {
    const turnUntil = performance.now() + 200;
    while (performance.now() < turnUntil);
    await pause(0);
  }
}

describe('a process whose event loop does not keep up', () => {
  it('turns requests away, but not for what it did before it listened', async () => {
    server = fastify();
    const limits = { maxEventLoopDelayMs: 0, maxEventLoopUtilization: 0.9 };
    await shedLoad(server, { ...limits, onRefused: () => undefined, log: pino({ level: 'silent' }) });
    server.get('/', () => 'here');
    await server.ready();
    await beBusy(2_500);
    const url = await server.listen({ host: '127.0.0.1', port: 0 });
    expect((await fetch(url)).status).toBe(200);
    await beBusy(4_000);
    expect((await fetch(url)).status).toBe(503);
  });
});
