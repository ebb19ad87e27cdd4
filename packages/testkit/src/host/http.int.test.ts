import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestHost } from '../start-test-host.js';
import type { TestHost } from '../test-host.js';
import { jsonBody, rawRequests } from './raw-request.js';
import { shopApi } from './sample-contracts.js';
import { shopPlugin } from './shop-plugin.js';

let app: TestHost;
const send = rawRequests(() => app);

beforeAll(async () => {
  app = await startTestHost({ plugins: [shopPlugin] });
});
afterAll(() => app.stop());

describe('reading', () => {
  test('gives what the contract says and its version as an ETag', async () => {
    await app.client(shopApi).openShop({ body: { code: 'r-1', name: 'One' } });
    const answer = await send('GET', '/api/shop/v1/shops/r-1');
    expect(answer.json).toEqual({ code: 'r-1', name: 'One', note: null, version: 1 });
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(answer.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('answers HEAD like GET without the body', async () => {
    const answer = await send('HEAD', '/api/shop/v1/shops/r-1');
    expect([answer.status, answer.text]).toEqual([200, '']);
  });

  test('pages with a cursor and refuses one it did not give out', async () => {
    for (const code of ['p-1', 'p-2', 'p-3'])
      await app.client(shopApi).openShop({ body: { code, name: code } });
    const first = await send('GET', '/api/shop/v1/shops?limit=2');
    const second = await send('GET', `/api/shop/v1/shops?limit=2&cursor=${first.json.next}`);
    expect(first.json.items).toHaveLength(2);
    expect(second.json.items[0].code > first.json.items[1].code).toBe(true);
    const bad = await send('GET', '/api/shop/v1/shops?cursor=rubbish');
    expect([bad.status, bad.json.code, bad.json.errors[0].pointer]).toEqual([
      400,
      'INVALID_CURSOR',
      '/query/cursor',
    ]);
  });

  test('names every fault of a query by its pointer', async () => {
    const bad = await send('GET', '/api/shop/v1/shops?limit=many&open=maybe&colour=red');
    expect(bad.status).toBe(400);
    expect(bad.problem.errors?.map(({ pointer }) => pointer).toSorted()).toEqual([
      '/query/colour',
      '/query/limit',
      '/query/open',
    ]);
  });

  test('refuses a path parameter that does not fit, and one that is too long', async () => {
    const bad = await send('GET', '/api/shop/v1/shops/NOT%20A%20CODE');
    expect([bad.status, bad.json.errors[0].pointer]).toEqual([400, '/params/code']);
    const long = await send('GET', `/api/shop/v1/shops/${'a'.repeat(600)}`);
    expect([long.status, long.json.code]).toEqual([400, 'INVALID_REQUEST']);
    const undecodable = await send('GET', '/api/shop/v1/shops/%E0%A4%A');
    expect([undecodable.status, undecodable.json.code]).toEqual([400, 'INVALID_REQUEST']);
  });

  test('names the trace of a refused request in its problem, and none where there is none', async () => {
    const headers = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' };
    const traced = await send('GET', '/api/shop/v1/shops/none', { headers });
    expect([traced.status, traced.problem.traceId]).toEqual([404, '0af7651916cd43dd8448eb211c80319c']);
    const malformed = await send('GET', '/api/shop/v1/shops/none', { headers: { traceparent: 'rubbish' } });
    expect([malformed.status, 'traceId' in malformed.json]).toEqual([404, false]);
  });

  test('drops what the contract does not have, or says so where answers are checked', async () => {
    const answer = await send('GET', '/api/shop/v1/extra');
    expect(answer.json).toEqual({ code: 'a', name: 'A', note: null, version: 1 });
    const drift = await send('GET', '/api/shop/v1/drift');
    expect([drift.status, drift.json.code]).toEqual([500, 'INTERNAL']);
  });
});

describe('problems', () => {
  test('are RFC 9457 documents with the id of the request', async () => {
    const answer = await send('GET', '/api/shop/v1/shops/none');
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(answer.json).toEqual({
      type: 'urn:quyu:problem:shop-not-found',
      title: 'Shop not found',
      status: 404,
      code: 'SHOP_NOT_FOUND',
      detail: 'no shop has the code "none"',
      instance: answer.headers.get('x-request-id'),
    });
  });

  test('have Chinese titles for those who prefer them', async () => {
    const answer = await send('GET', '/api/shop/v1/shops/none', {
      headers: { 'accept-language': 'zh-CN,en;q=0.5' },
    });
    expect(answer.json.title).toBe('找不到门店');
  });

  test('never tell what failed inside', async () => {
    const answer = await send('GET', '/api/shop/v1/crash');
    expect([answer.status, answer.json.code]).toEqual([500, 'INTERNAL']);
    expect(answer.text).not.toContain('secret');
  });

  test('tell a wrong address from a wrong method', async () => {
    const unknown = await send('GET', '/api/shop/v1/nothing');
    expect([unknown.status, unknown.json.code]).toEqual([404, 'NOT_FOUND']);
    const method = await send('PATCH', '/api/shop/v1/shops/r-1');
    expect([method.status, method.json.code]).toEqual([405, 'METHOD_NOT_ALLOWED']);
    expect(method.headers.get('allow')).toBe('GET, HEAD, DELETE');
  });

  test('of a wrong address or method come before any of the body', async () => {
    for (const [method, body] of [
      ['PUT', '{"truncated'],
      ['PUT', undefined],
      ['QUERY', undefined],
    ] as const) {
      const headers = { 'content-type': 'application/json' };
      const init = { headers, ...(body === undefined ? {} : { body }) };
      expect((await send(method, '/api/shop/v1/shops', init)).status).toBe(405);
      expect((await send(method, '/api/shop/v1/nothing', init)).status).toBe(404);
    }
    expect((await send('QUERY', '/api/shop/v1/shops')).status).toBe(405);
  });

  test('answer what is not HTTP', async () => {
    const { connect } = await import('node:net');
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(app.host.port, '127.0.0.1', () => socket.write('this is not http\r\n\r\n'));
      socket.once('data', (data) => resolve(data.toString()));
    });
    expect(answer).toContain('HTTP/1.1 400');
    expect(answer).toContain('application/problem+json');
  });
});

describe('a JSON body', () => {
  const post = (body: string, headers: Record<string, string> = {}): RequestInit => ({
    body,
    headers: { 'content-type': 'application/json', ...headers },
  });
  const cases: readonly [string, RequestInit, number, string][] = [
    ['that is truncated', post('{"code":"a"'), 400, 'MALFORMED_JSON'],
    [
      'that poisons a prototype',
      post('{"code":"a","name":"A","__proto__":{"admin":true}}'),
      400,
      'MALFORMED_JSON',
    ],
    [
      'that poisons by constructor',
      post('{"code":"a","name":"A","constructor":{"prototype":{}}}'),
      400,
      'MALFORMED_JSON',
    ],
    ['that is empty', post(''), 400, 'INVALID_REQUEST'],
    ['with an unknown field', post('{"code":"a","name":"A","admin":true}'), 400, 'INVALID_REQUEST'],
    [
      'over the limit',
      post(JSON.stringify({ code: 'a', name: 'x'.repeat(1_100_000) })),
      413,
      'BODY_TOO_LARGE',
    ],
    ['of another type', post('<a/>', { 'content-type': 'text/xml' }), 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['without a type', post('{}', { 'content-type': '' }), 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['that is compressed', post('{}', { 'content-encoding': 'gzip' }), 415, 'UNSUPPORTED_MEDIA_TYPE'],
    [
      'with a character that cannot be stored',
      post('{"code":"nul","name":"a\\u0000b"}'),
      400,
      'MALFORMED_JSON',
    ],
  ];

  test.each(cases)('%s is refused', async (_name, init, status, code) => {
    const answer = await send('POST', '/api/shop/v1/shops', init);
    expect([answer.status, answer.json?.code]).toEqual([status, code]);
  });

  test('that is not UTF-8 is refused', async () => {
    const body = Buffer.concat([Buffer.from('{"code":"a","name":"'), Buffer.from([0xff]), Buffer.from('"}')]);
    const answer = await send('POST', '/api/shop/v1/shops', {
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect([answer.status, answer.json.code, answer.json.detail]).toEqual([
      400,
      'MALFORMED_JSON',
      'the body is not UTF-8',
    ]);
  });

  test('where none is wanted is refused', async () => {
    const answer = await send('DELETE', '/api/shop/v1/shops/a', jsonBody({ why: 'no' }));
    expect([answer.status, answer.json.errors[0].pointer]).toEqual([400, '/body']);
  });

  test('leaves the server well', async () => {
    expect((await send('GET', '/health/ready')).status).toBe(200);
  });
});
