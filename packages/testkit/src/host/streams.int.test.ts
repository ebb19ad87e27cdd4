import type { BulkSummary } from '@quyu/contract-kit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestHost } from '../start-test-host.js';
import type { TestHost } from '../test-host.js';
import { rawRequests } from './raw-request.js';
import { shopApi } from './sample-contracts.js';
import { shopPlugin } from './shop-plugin.js';

let app: TestHost;
const send = rawRequests(() => app);
const bulk = (
  body: RequestInit['body'] & {},
  headers: Record<string, string> = {},
): ReturnType<typeof send> =>
  send('POST', '/api/shop/v1/shops/bulk', {
    body,
    headers: { 'content-type': 'application/x-ndjson', ...headers },
  });
const upload = (
  body: RequestInit['body'] & {},
  headers: Record<string, string> = {},
): ReturnType<typeof send> =>
  send('POST', '/api/shop/v1/shops/upload', { body, headers: { 'content-type': 'text/csv', ...headers } });

beforeAll(async () => {
  app = await startTestHost({ plugins: [shopPlugin] });
});
afterAll(() => app.stop());

async function* chunks(count: number, size: number): AsyncGenerator<Uint8Array> {
  for (let n = 0; n < count; n += 1) yield Buffer.alloc(size, 'a');
}

/** A stream of chunks whose length the server is not told. */
const streamed = (source: AsyncIterable<Uint8Array>): RequestInit => ({
  body: ReadableStream.from(source),
  duplex: 'half',
});

describe('a bulk request', () => {
  test('takes the good lines and tells the bad ones by line and pointer', async () => {
    const lines = [
      '{"code":"b-1","name":"One"}',
      '',
      '{"code":"b-2","name":""}',
      '{"code":"b-3"',
      '{"code":"b-4","name":"Four","__proto__":{"admin":true}}',
      '{"code":"b-5","name":"Five","extra":1}',
      '{"code":"b-6","name":"六"}\r',
    ];
    const answer = await bulk(lines.join('\n'));
    expect([answer.status, answer.json.created, answer.json.rejected]).toEqual([200, 2, 4]);
    const faults = (answer.json as BulkSummary).rejections.map((each) => [
      each.line,
      each.faults[0]?.pointer,
      each.faults[0]?.code,
    ]);
    expect(faults).toEqual([
      [3, '/name', 'too_small'],
      [4, '', 'malformed_json'],
      [5, '', 'malformed_json'],
      [6, '/extra', 'unknown_field'],
    ]);
    const { rows } = await app
      .db('shop')
      .query('select code, name from shop where code like $1 order by code', ['b-%']);
    expect(rows).toEqual([
      { code: 'b-1', name: 'One' },
      { code: 'b-6', name: '六' },
    ]);
  });

  test('goes through the typed client, from any iterable', async () => {
    async function* shops(): AsyncGenerator<{ code: string; name: string }> {
      for (let n = 0; n < 3000; n += 1) yield { code: `c-${n}`, name: 'C' };
    }
    expect(await app.client(shopApi).addShops({ body: shops() })).toEqual({
      created: 3000,
      unchanged: 0,
      rejected: 0,
      rejections: [],
    });
  });

  test('with a line that never ends is refused, and nothing is taken', async () => {
    const answer = await bulk(`{"code":"l-1","name":"L"}\n${'x'.repeat(2_000_000)}`);
    expect([answer.status, answer.json.errors]).toEqual([
      400,
      [expect.objectContaining({ pointer: '/body/2', code: 'line_too_long' })],
    ]);
    const { rowCount } = await app.db('shop').query(`select 1 from shop where code = 'l-1'`);
    expect(rowCount).toBe(0);
  });

  test('that is not UTF-8 is refused and the place told', async () => {
    const answer = await bulk(
      Buffer.concat([
        Buffer.from('{"code":"u-1","name":"U"}\n{"code":"'),
        Buffer.from([0xc3, 0x28]),
        Buffer.from('"}\n'),
      ]),
    );
    expect([answer.status, answer.json.errors[0].code]).toEqual([400, 'not_utf8']);
  });

  test('over the limit is refused, told its length or not', async () => {
    const told = await bulk('x'.repeat(4_000_001));
    expect([told.status, told.json.code]).toEqual([413, 'BODY_TOO_LARGE']);
    const lines = async function* (): AsyncGenerator<Uint8Array> {
      for (let n = 0; n < 200; n += 1) yield Buffer.from('{"code":"x-1","name":"X"}\n'.repeat(1000));
    };
    const untold = await send('POST', '/api/shop/v1/shops/bulk', {
      ...streamed(lines()),
      headers: { 'content-type': 'application/x-ndjson' },
    });
    expect([untold.status, untold.json.code]).toEqual([413, 'BODY_TOO_LARGE']);
  });

  test('of JSON is refused', async () => {
    expect((await bulk('[]', { 'content-type': 'application/json' })).status).toBe(415);
  });

  test('that breaks off leaves the server well', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('{"code":"z-1","name":"Z"}\n');
      throw new Error('the caller gives up');
    }
    const init = { ...streamed(broken()), headers: { 'content-type': 'application/x-ndjson' } };
    await expect(send('POST', '/api/shop/v1/shops/bulk', init)).rejects.toThrow('fetch failed');
    expect((await send('GET', '/health/ready')).status).toBe(200);
    const { rowCount } = await app.db('shop').query(`select 1 from shop where code = 'z-1'`);
    expect(rowCount).toBe(0);
  });
});

describe('an upload', () => {
  test('arrives byte by byte as it was sent', async () => {
    expect((await upload('a,b\n1,2\n')).json).toEqual({ bytes: 8 });
    const init = { ...streamed(chunks(9, 10_000)), headers: { 'content-type': 'text/csv' } };
    expect((await send('POST', '/api/shop/v1/shops/upload', init)).json).toEqual({ bytes: 90_000 });
  });

  test('over the limit is refused', async () => {
    const told = await upload('x'.repeat(100_001));
    expect([told.status, told.json.code]).toEqual([413, 'BODY_TOO_LARGE']);
    const init = { ...streamed(chunks(20, 10_000)), headers: { 'content-type': 'text/csv' } };
    const untold = await send('POST', '/api/shop/v1/shops/upload', init);
    expect([untold.status, untold.json.code]).toEqual([413, 'BODY_TOO_LARGE']);
  });

  test('of another type, or compressed, is refused', async () => {
    expect((await upload('x', { 'content-type': 'application/octet-stream' })).status).toBe(415);
    expect((await upload('x', { 'content-encoding': 'gzip' })).status).toBe(415);
  });
});

describe('rows', () => {
  test('come one JSON document a line', async () => {
    const answer = await send('GET', '/api/shop/v1/rows?count=3');
    expect(answer.headers.get('content-type')).toContain('application/x-ndjson');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
    expect(
      answer.text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).n),
    ).toEqual([0, 1, 2]);
  });

  test('that are none are an empty answer', async () => {
    const answer = await send('GET', '/api/shop/v1/rows?count=0');
    expect([answer.status, answer.text]).toEqual([200, '']);
  });

  test('wait for a slow reader instead of filling the memory', async () => {
    let read = 0;
    for await (const { n } of app.client(shopApi).exportRows({ query: { count: 50_000 } })) {
      expect(n).toBe(read);
      read += 1;
    }
    expect(read).toBe(50_000);
  });

  test('that fail before the first are a problem', async () => {
    const answer = await send('GET', '/api/shop/v1/rows?count=3&failAt=0');
    expect([answer.status, answer.json.code]).toEqual([404, 'SHOP_NOT_FOUND']);
  });

  test('that fail midway end with the problem and a cut connection, never as if they were whole', async () => {
    const headers = { authorization: `Bearer ${await app.token()}` };
    const response = await fetch(`${app.url}/api/shop/v1/rows?count=2000&failAt=1500`, { headers });
    const decoder = new TextDecoder();
    let text = '';
    const readAll = async (): Promise<void> => {
      for await (const chunk of response.body!) text += decoder.decode(chunk, { stream: true });
    };
    await expect(readAll()).rejects.toThrow('terminated');
    const lines = text.trimEnd().split('\n');
    expect(lines).toHaveLength(1501);
    expect(JSON.parse(lines.at(-1)!).problem).toMatchObject({ code: 'SHOP_NOT_FOUND', status: 404 });
  });

  test('that nobody reads to the end leave the server well', async () => {
    const given = new AbortController();
    const headers = { authorization: `Bearer ${await app.token()}` };
    const response = await fetch(`${app.url}/api/shop/v1/rows?count=1000000`, {
      headers,
      signal: given.signal,
    });
    const reader = response.body!.getReader();
    await reader.read();
    given.abort();
    expect((await send('GET', '/health/ready')).status).toBe(200);
  });
});
