import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { streamName } from '@quyu/contract-kit';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startTestHost } from '../start-test-host.js';
import type { TestHost } from '../test-host.js';
import { fetchJson } from './raw-request.js';
import { type MetricValues, ownMetrics, readMetrics } from './read-metrics.js';
import { moneyPaid } from './sample-contracts.js';
import { shopPlugin } from './shop-plugin.js';
import { tillPlugin } from './till-plugin.js';

/** What is looked up is shared for five seconds. */
const LOOKS_MS = 20_000;

/** What this host has no reason to move: a setting, and what tests of their own see move. */
const ELSEWHERE = [
  'quyu_pool_max_connections',
  'quyu_figure_failures_total', // host/telemetry/figure-reader.int.test.ts
  'quyu_telemetry_lost_total', // telemetry/e2e/signals.e2e.test.ts
  'quyu_audit_unsealed_seconds', // metrics.int.test.ts: it is zero again within a second
];

let app: TestHost;
let first: MetricValues;
const moved = new Set<string>();

beforeAll(async () => {
  app = await startTestHost({ plugins: [shopPlugin, tillPlugin], logLevel: 'silent' });
  first = await look();
});
afterAll(() => app.stop());

/** Reads all metrics and notes which are not what they were at first. */
async function look(): Promise<MetricValues> {
  const now = await readMetrics(app);
  for (const name of ownMetrics(now)) if (first && now.of(name) !== first.of(name)) moved.add(name);
  return now;
}

/** Looks until it is so. */
const eventually = (check: (now: MetricValues) => void): Promise<void> =>
  vi.waitFor(async () => check(await look()), LOOKS_MS);

const open = (code: string): Promise<unknown> =>
  fetchJson(app, 'POST', '/api/shop/v1/shops', { code, name: 'Corner' });

/** Keeps everybody from a table until what it gives is called. */
async function lock(table: string): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: app.settings.databaseUrl });
  await client.connect();
  await client.query('begin');
  await client.query(`lock table ${table}`);
  return async () => {
    await client.query('rollback');
    await client.end();
  };
}

async function removeStream(service: string): Promise<void> {
  const nc = await connect({ servers: app.settings.natsUrl });
  const manager = await jetstreamManager(nc);
  await manager.streams.delete(streamName(app.settings.busRoot, service));
  await nc.close();
}

describe('the metrics move', () => {
  test('with slow work: what is in hand, what is behind it, and jobs', { timeout: 60_000 }, async () => {
    const releases = [await lock('till.seen'), await lock('shop.shop')];
    // More of one account than a service is given at a time.
    const payments = Array.from({ length: 700 }, (_, n) => ({ accountId: 'a-1', amount: String(n) }));
    await app.publish(moneyPaid, ...payments);
    await fetchJson(app, 'POST', '/api/shop/v1/counts');
    await eventually(({ of }) => {
      expect(of('quyu_consumer_ack_pending_events', { service: 'till', source: 'bank' })).toBe(512);
      expect(of('quyu_consumer_lag_events', { service: 'till', source: 'bank' })).toBe(188);
      expect(of('quyu_jobs', { service: 'shop', state: 'running' })).toBe(1);
    });
    // More jobs than are done at a time, and more requests than there are connections.
    for (let more = 0; more < 3; more += 1) await fetchJson(app, 'POST', '/api/shop/v1/counts');
    const requests = Array.from({ length: 40 }, () => fetchJson(app, 'GET', '/api/shop/v1/shops'));
    await eventually(({ of }) => {
      expect(of('quyu_pool_waiting', { service: 'shop', use: 'requests' })).toBeGreaterThan(0);
      expect(of('quyu_job_wait_seconds', { service: 'shop' })).toBeGreaterThan(0);
    });
    for (const release of releases) await release();
    await Promise.all(requests);
    await app.settle();
    await eventually(({ of }) => {
      expect(of('quyu_consumer_ack_pending_events')).toBe(0);
      expect(of('quyu_consumer_lag_events')).toBe(0);
      expect(of('quyu_jobs')).toBe(0);
      expect(of('quyu_handled_events_total', { service: 'till', source: 'bank' })).toBe(700);
      // Events that wait together are handled in one call.
      expect(of('quyu_handler_duration_seconds_count', { type: 'bank.paid.v1' })).toBeGreaterThan(0);
    });
  });

  test('with events that no handler, and that no broker can take', { timeout: 60_000 }, async () => {
    await app.db('till').query(`alter table seen add check (code <> 'bad')`);
    await app.db('shop').query(
      `create function swell() returns trigger language plpgsql as $$ begin
         if new.aggregate_id = 'huge' then new.payload := '"' || repeat('x', 2000000) || '"'; end if;
         return new; end $$;
       create trigger swell before insert on outbox for each row execute function shop.swell()`,
    );
    await open('bad');
    await open('huge');
    await eventually(({ of }) => {
      expect(of('quyu_handler_failures_total', { type: 'shop.opened.v1' })).toBe(5);
      expect(of('quyu_dead_letters_total', { service: 'till', reason: 'failed' })).toBe(1);
      expect(of('quyu_dead_letters', { service: 'till', reason: 'failed' })).toBe(1);
      expect(of('quyu_outbox_parked_events', { service: 'shop' })).toBe(1);
    });
  });

  test('with a stream that takes nothing, and with one that takes', { timeout: 60_000 }, async () => {
    await open('before');
    await eventually(({ of }) =>
      expect(of('quyu_relay_published_events_total', { service: 'shop' })).toBe(2),
    );
    await removeStream('shop');
    await open('after');
    await eventually(({ of }) => {
      expect(of('quyu_relay_failures_total', { service: 'shop' })).toBeGreaterThan(0);
      expect(of('quyu_outbox_events', { service: 'shop' })).toBe(1);
      expect(of('quyu_outbox_age_seconds', { service: 'shop' })).toBeGreaterThan(0);
    });
  });

  test('with a job that fails', { timeout: 60_000 }, async () => {
    await app.db('shop').query('alter table shop rename to away');
    await fetchJson(app, 'POST', '/api/shop/v1/counts');
    await eventually(({ of }) =>
      expect(of('quyu_job_failures_total', { service: 'shop' })).toBeGreaterThan(0),
    );
    await app.db('shop').query('alter table away rename to shop');
  });

  test('with requests that are refused', async () => {
    const answer = await fetch(`${app.url}/api/shop/v1/shops`);
    expect(answer.status).toBe(401);
    const { of } = await look();
    expect(of('quyu_http_refused_requests_total', { reason: 'unauthenticated' })).toBe(1);
    const route = { method: 'GET', route: '/api/shop/v1/shops', status: '401' };
    expect(of('quyu_http_request_duration_seconds_count', route)).toBe(1);
  });

  test('with grants that give nothing', async () => {
    const token = await app.token({ grants: [{ role: 'ghost' }] });
    const answer = await fetch(`${app.url}/api/shop/v1/shops`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(answer.status).toBe(403);
    const { of } = await look();
    expect(of('quyu_dead_grants_total')).toBe(1);
    expect(of('quyu_http_refused_requests_total', { reason: 'forbidden' })).toBe(1);
  });

  test('each of them', () => {
    const known = ownMetrics(first).filter((name) => !ELSEWHERE.includes(name));
    expect([...moved].filter((name) => !ELSEWHERE.includes(name)).toSorted()).toEqual(known.toSorted());
  });
});
