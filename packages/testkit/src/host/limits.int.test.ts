import { request as httpRequest } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { startTestHost } from '../start-test-host.js';
import type { TestHost } from '../test-host.js';
import type { HostSettings } from '@quyu/host';
import { rawRequests } from './raw-request.js';
import { readMetrics } from './read-metrics.js';
import { shopPlugin } from './shop-plugin.js';
import { testSettings } from '../test-settings.js';
import { createTestIssuer } from '../test-identity.js';

type Http = HostSettings['http'];

let app: TestHost;
const send = rawRequests(() => app);
const SHOPS = '/api/shop/v1/shops';

async function start(http: Partial<Http>): Promise<TestHost> {
  const usual = testSettings('', await createTestIssuer(() => new Date()), { plugins: [] });
  return startTestHost({ plugins: [shopPlugin], settings: { http: { ...usual.http, ...http } } });
}

const as = async (subject: string, headers: Record<string, string> = {}): Promise<RequestInit> => ({
  headers: { authorization: `Bearer ${await app.token({ subject })}`, ...headers },
});
const unknown = (address?: string): RequestInit => ({
  headers: { authorization: 'Bearer rubbish', ...(address ? { 'x-forwarded-for': address } : {}) },
});
const refused = async (reason: string): Promise<number> =>
  (await readMetrics(app)).of('quyu_http_refused_requests_total', { reason });
const often = (times: number, ask: () => Promise<{ readonly status: number }>): Promise<number[]> =>
  Array.from({ length: times }).reduce<Promise<number[]>>(
    async (before) => [...(await before), (await ask()).status],
    Promise.resolve([]),
  );

describe('a caller that asks too often', () => {
  const limits = { requestsPerMinute: 5, maxEventLoopDelayMs: 0, maxEventLoopUtilization: 0 };
  beforeEach(async () => {
    app = await start({ limits, trustProxy: ['127.0.0.1'] });
  });
  afterEach(() => app.stop());

  test('is told to come again later, and others are not hindered', async () => {
    const ann = await as('ann');
    expect(await often(4, () => send('GET', SHOPS, ann))).toEqual([200, 200, 200, 200]);
    const last = await send('GET', SHOPS, ann);
    expect([last.status, last.headers.get('ratelimit-limit')]).toEqual([200, '5']);
    expect(last.headers.get('ratelimit-remaining')).toBe('0');
    const late = await send('GET', SHOPS, ann);
    expect([late.status, late.problem.code, late.headers.get('ratelimit-remaining')]).toEqual([
      429,
      'TOO_MANY_REQUESTS',
      '0',
    ]);
    const seconds = Number(late.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(late.headers.get('content-type')).toContain('application/problem+json');
    expect((await send('GET', SHOPS, await as('bob'))).status).toBe(200);
    expect(await refused('rate')).toBe(1);
  });

  test('is told so in its language, whatever token of it is used', async () => {
    expect(await often(5, async () => send('GET', SHOPS, await as('ann')))).toEqual(Array(5).fill(200));
    const late = await send('GET', SHOPS, await as('ann', { 'accept-language': 'zh' }));
    expect([late.status, late.problem.title]).toEqual([429, '请求过于频繁']);
  });

  test('without a valid token is counted by its address, and callers with one go on', async () => {
    const ann = await as('ann');
    expect((await send('GET', SHOPS, ann)).status).toBe(200);
    expect(await often(6, () => send('GET', SHOPS, unknown()))).toEqual([401, 401, 401, 401, 401, 429]);
    expect((await send('GET', SHOPS, { headers: { authorization: '' } })).status).toBe(429);
    expect((await send('GET', SHOPS, ann)).status).toBe(200);
    // A signature is not checked for an address that is over its limit: that is what costs.
    expect((await send('GET', SHOPS, await as('bob'))).status).toBe(429);
  });

  test('for what is open, or is nothing, is counted by its address too; health is always told', async () => {
    const open = { headers: { authorization: '' } };
    expect(await often(3, () => send('GET', '/', open))).toEqual([200, 200, 200]);
    expect(await often(2, () => send('GET', '/nothing', open))).toEqual([404, 404]);
    expect(await often(2, () => send('GET', '/openapi.json', open))).toEqual([429, 429]);
    expect(await often(9, () => send('GET', '/health/live', open))).toEqual(Array(9).fill(200));
  });

  test('is told by the address that a trusted proxy names', async () => {
    expect(await often(6, () => send('GET', SHOPS, unknown('192.0.2.1')))).toContain(429);
    expect((await send('GET', SHOPS, unknown('192.0.2.2'))).status).toBe(401);
    // What the caller itself writes in front is not believed.
    expect((await send('GET', SHOPS, unknown('192.0.2.9, 192.0.2.1'))).status).toBe(429);
  });

  test('cannot evade by the many addresses of one IPv6 network', async () => {
    const statuses: number[] = [];
    for (let n = 1; n <= 6; n += 1)
      statuses.push((await send('GET', SHOPS, unknown(`2001:db8:0:7::${n}`))).status);
    expect(statuses.at(-1)).toBe(429);
    expect((await send('GET', SHOPS, unknown('2001:db8:0:8::1'))).status).toBe(401);
  });
});

describe('without a proxy that is trusted', () => {
  test('nobody is taken for another address', async () => {
    app = await start({
      limits: { requestsPerMinute: 5, maxEventLoopDelayMs: 0, maxEventLoopUtilization: 0 },
    });
    const statuses: number[] = [];
    for (let n = 1; n <= 6; n += 1) statuses.push((await send('GET', SHOPS, unknown(`192.0.2.${n}`))).status);
    expect(statuses.at(-1)).toBe(429);
    await app.stop();
  });
});

describe('a process that does not keep up', () => {
  const limits = { requestsPerMinute: 0, maxEventLoopDelayMs: 50, maxEventLoopUtilization: 0 };

  /** Keeps the event loop from turning. */
  function block(ms: number): void {
    const end = performance.now() + ms;
    while (performance.now() < end);
  }

  test('turns requests away before they begin, still tells its health, and recovers', async () => {
    app = await start({ limits });
    const timer = setInterval(() => block(200), 210);
    const turnedAway = await vi.waitFor(
      async () => {
        const answer = await send('POST', SHOPS);
        expect(answer.status).toBe(503);
        return answer;
      },
      { timeout: 15_000, interval: 50 },
    );
    expect([turnedAway.problem.code, turnedAway.headers.get('retry-after')]).toEqual(['UNAVAILABLE', '2']);
    expect(turnedAway.headers.get('content-type')).toContain('application/problem+json');
    expect(turnedAway.headers.get('x-request-id')).not.toBeNull();
    expect(turnedAway.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await send('GET', '/health/live')).status).toBe(200);
    expect(await refused('pressure')).toBeGreaterThan(0);
    clearInterval(timer);
    await vi.waitFor(async () => expect((await send('GET', SHOPS)).status).toBe(200), 15_000);
    await app.stop();
  }, 60_000);
});

describe('another site', () => {
  const desk = 'https://desk.example';
  const preflight = (origin: string): RequestInit => ({
    headers: {
      origin,
      authorization: '',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  });
  /** Names of what CORS says. */
  const said = (headers: Headers): string[] =>
    [...headers.keys()].filter((name) => name.startsWith('access-control-'));

  describe('by default', () => {
    beforeAll(async () => {
      app = await start({});
    });
    afterAll(() => app.stop());

    test('gets nothing, whoever it is', async () => {
      const answer = await send('GET', SHOPS, { headers: { origin: desk } });
      expect([answer.status, said(answer.headers)]).toEqual([200, []]);
      const asked = await send('OPTIONS', SHOPS, preflight(desk));
      expect([asked.status, said(asked.headers)]).toEqual([405, []]);
    });
  });

  describe('once one is named', () => {
    beforeAll(async () => {
      app = await start({ corsOrigins: [desk] });
    });
    afterAll(() => app.stop());

    test('may read answers if it is that one, without cookies', async () => {
      const asked = await send('OPTIONS', SHOPS, preflight(desk));
      expect(asked.status).toBe(204);
      expect(asked.headers.get('access-control-allow-origin')).toBe(desk);
      expect(asked.headers.get('access-control-allow-methods')).toContain('POST');
      expect(asked.headers.get('access-control-allow-headers')).toContain('authorization');
      const answer = await send('GET', SHOPS, { headers: { origin: desk } });
      expect(answer.headers.get('access-control-allow-origin')).toBe(desk);
      expect(answer.headers.get('access-control-expose-headers')).toContain('etag');
      expect(answer.headers.get('vary')).toContain('Origin');
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    });

    test('can read what is wrong, too', async () => {
      const answer = await send('GET', SHOPS, { headers: { origin: desk, authorization: '' } });
      expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([401, desk]);
    });

    test.each([
      'https://desk.example.evil.example',
      'http://desk.example',
      'https://desk.example:8443',
      'null',
    ])('gets nothing if it is %s', async (origin) => {
      const answer = await send('GET', SHOPS, { headers: { origin } });
      expect([answer.status, said(answer.headers)]).toEqual([200, []]);
      const asked = await send('OPTIONS', SHOPS, preflight(origin));
      expect(said(asked.headers)).toEqual([]);
      expect(asked.status).toBeGreaterThanOrEqual(400);
    });
  });
});

describe('every answer', () => {
  beforeAll(async () => {
    app = await start({ requestTimeoutMs: 1_500 });
  });
  afterAll(() => app.stop());

  test.each([
    ['GET', SHOPS, 200],
    ['GET', '/nothing', 404],
    ['DELETE', SHOPS, 405],
    ['GET', '/health/live', 200],
    ['GET', '/', 200],
    ['GET', '/docs/', 200],
  ])('carries the headers that keep browsers from mischief: %s %s', async (method, path, status) => {
    const { headers, ...answer } = await send(method, path);
    expect(answer.status).toBe(status);
    expect(Object.fromEntries(headers)).toMatchObject({
      'cache-control': 'no-store',
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('geolocation=()'),
      'referrer-policy': 'no-referrer',
      'strict-transport-security': expect.stringMatching(/^max-age=\d{8,}/),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    for (const name of ['server', 'x-powered-by']) expect(headers.get(name)).toBeNull();
  });

  test('comes in time, or says that it did not', async () => {
    const slow = await send('GET', '/api/shop/v1/sleep?ms=5000');
    expect([slow.status, slow.problem.code]).toEqual([503, 'UNAVAILABLE']);
  });

  test('has a page of a limited size', async () => {
    const all = await send('GET', `${SHOPS}?limit=1000000`);
    expect([all.status, all.problem.errors?.[0]?.pointer]).toEqual([400, '/query/limit']);
  });

  test('to a head that is too large is 431', async () => {
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const headers = { 'x-large': 'x'.repeat(20_000) };
      httpRequest(`${app.url}/`, { headers }, ({ statusCode }) => resolve(statusCode))
        .once('error', reject)
        .end();
    });
    expect(status).toBe(431);
  });
});
