import { readFileSync } from 'node:fs';
import { freePort } from '@quyu/embedded';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startTestHost } from '../start-test-host.js';
import type { TestHost } from '../test-host.js';
import { fetchJson } from './raw-request.js';
import { readMetrics } from './read-metrics.js';
import { shopPlugin } from './shop-plugin.js';
import { tillPlugin } from './till-plugin.js';

let app: TestHost;

beforeAll(async () => {
  app = await startTestHost({ plugins: [shopPlugin, tillPlugin] });
});
afterAll(() => app.stop());

const open = (code: string, name: string) => fetchJson(app, 'POST', '/api/shop/v1/shops', { code, name });

describe('the metrics of a host', () => {
  test('are for those who may look', async () => {
    expect((await fetch(`${app.url}/metrics`)).status).toBe(401);
    const token = await app.token({ permissions: ['shop:read'] });
    const answer = await fetch(`${app.url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
    expect(answer.status).toBe(403);
  });

  test('follow an event from the request to its effect, and one that fails into the dead letters', async () => {
    await app.db('till').query(`alter table seen add check (name <> 'bad')`);
    await open('m-1', 'good');
    await open('m-2', 'bad');
    await vi.waitFor(async () => {
      const { rows } = await app.db('till').query('select 1 from dead_letter');
      expect(rows).toHaveLength(1);
    }, 25_000);
    await open('m-2', 'again');
    await app.settle();
    // What is looked up is shared for a few seconds.
    const { text, of } = await vi.waitFor(async () => {
      const now = await readMetrics(app);
      expect(now.of('quyu_dead_letters', { service: 'till', reason: 'failed' })).toBe(1);
      return now;
    }, 15_000);
    expect(of('quyu_relay_published_events_total', { service: 'shop' })).toBe(2);
    expect(of('quyu_handled_events_total', { service: 'till', source: 'shop' })).toBe(1);
    expect(of('quyu_handler_failures_total', { service: 'till', type: 'shop.opened.v1' })).toBe(5);
    expect(of('quyu_dead_letters_total', { service: 'till', reason: 'failed' })).toBe(1);
    expect(of('quyu_handler_duration_seconds_count', { type: 'shop.opened.v1' })).toBeGreaterThanOrEqual(7);
    const created = { method: 'POST', route: '/api/shop/v1/shops' };
    expect(of('quyu_http_request_duration_seconds_count', { ...created, status: '201' })).toBe(2);
    expect(of('quyu_http_request_duration_seconds_count', { ...created, status: '409' })).toBe(1);
    expect(of('quyu_outbox_events', { service: 'shop' })).toBe(0);
    expect(of('quyu_consumer_lag_events', { service: 'till' })).toBe(0);
    const requests = { service: 'shop', use: 'requests' };
    expect(of('quyu_pool_max_connections', requests)).toBe(app.settings.poolSize);
    expect(of('quyu_pool_connections', requests)).toBeGreaterThan(0);
    expect(of('quyu_pool_acquire_duration_seconds_count', requests)).toBeGreaterThanOrEqual(3);
    expect(of('quyu_stream_events', { service: 'shop' })).toBe(2);
    expect(of('quyu_stream_bytes', { service: 'shop' })).toBeGreaterThan(200);
    expect(text).toContain('quyu_audit_unsealed_seconds{service="till"} 0');
    expect(text).not.toContain('m-1');
  }, 60_000);

  test('are all in the documentation, and none besides', async () => {
    const names =
      (await readMetrics(app)).text.match(/^# TYPE quyu_\S+/gm)?.map((line) => line.slice(7)) ?? [];
    const page = readFileSync(new URL('../../../../docs/observability.md', import.meta.url), 'utf8');
    const documented = page.match(/^\| `quyu_\w+`/gm)?.map((line) => line.slice(3, -1)) ?? [];
    expect(documented.toSorted()).toEqual(names.toSorted());
  });

  test('are given without a token on a port of their own', async () => {
    const own = await startTestHost({
      plugins: [shopPlugin],
      settings: { http: { ...app.settings.http, metricsPort: await freePort() } },
    });
    const { metricsPort } = own.settings.http;
    const answer = await fetch(`http://127.0.0.1:${metricsPort}/metrics`);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('quyu_outbox_age_seconds{service="shop"}');
    await own.stop();
    await expect(fetch(`http://127.0.0.1:${metricsPort}/metrics`)).rejects.toThrow('fetch failed');
  });
});
