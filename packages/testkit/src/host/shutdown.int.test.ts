import { setTimeout as sleep } from 'node:timers/promises';
import { definePlugin, z } from '@quyu/plugin-kit';
import { describe, expect, test, vi } from 'vitest';
import { startTestHost } from '../start-test-host.js';
import { shopApi } from './sample-contracts.js';
import { shopPlugin } from './shop-plugin.js';

describe('a shutdown', () => {
  test('under load answers every request it took', async () => {
    const app = await startTestHost({ plugins: [shopPlugin] });
    const headers = { authorization: `Bearer ${await app.token()}` };
    const statuses: number[] = [];
    const stopped = new AbortController();
    const caller = async (n: number): Promise<void> => {
      for (let i = 0; !stopped.signal.aborted; i += 1) {
        const init = {
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json' },
          body: JSON.stringify({ code: `l-${n}-${i}`, name: 'L' }),
        };
        const response = await fetch(`${app.url}/api/shop/v1/shops`, init).catch(() => undefined);
        // A connection that is refused or closed before the request was sent is no answer: a balancer tries another host.
        if (!response) return;
        statuses.push(response.status);
        await response.arrayBuffer();
      }
    };
    const callers = Array.from({ length: 16 }, (_, n) => caller(n));
    await vi.waitFor(() => expect(statuses.length).toBeGreaterThan(60), 25_000);
    const unclean = await app.host.stop();
    stopped.abort();
    await Promise.all(callers);
    expect(unclean).toEqual([]);
    expect(statuses.filter((status) => status !== 201)).toEqual([]);
    await app.stop();
  });

  test('waits for what is under way, and is not ready meanwhile', async () => {
    const app = await startTestHost({ plugins: [shopPlugin] });
    const slow = app.client(shopApi).sleep({ query: { ms: 400 } });
    await sleep(100);
    const stopping = app.host.stop();
    expect((await app.host.ready()).ready).toBe(false);
    expect(await slow).toEqual({ ms: 400 });
    await stopping;
    await app.stop();
  });

  test('keeps its deadline when a request or a plugin does not end', async () => {
    const stuck = definePlugin(
      { id: 'stuck', kit: '^1.0.0', summary: { en: 'S', zh: '服' }, config: z.object({}) },
      () => ({ routes: {}, handlers: {}, jobs: {}, close: () => new Promise(() => undefined) }),
    );
    const app = await startTestHost({
      plugins: [stuck, shopPlugin],
      settings: { shutdownDeadlineMs: 600 },
      logLevel: 'silent',
    });
    const slow = app.client(shopApi).sleep({ query: { ms: 5000 } });
    slow.catch(() => undefined);
    await sleep(100);
    const startedAt = performance.now();
    expect(await app.host.stop()).toEqual(['stuck']);
    expect(performance.now() - startedAt).toBeLessThan(2000);
    await expect(slow).rejects.toThrow('fetch failed');
    await app.stop();
  });

  test('asked for twice happens once', async () => {
    const app = await startTestHost({ plugins: [shopPlugin] });
    expect(await Promise.all([app.host.stop(), app.host.stop()])).toEqual([[], []]);
    await app.stop();
  });
});
