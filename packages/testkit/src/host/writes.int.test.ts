import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestHost } from '../start-test-host.js';
import type { TestHost } from '../test-host.js';
import { jsonBody, rawRequests } from './raw-request.js';
import { shopApi } from './sample-contracts.js';
import { shopPlugin } from './shop-plugin.js';

let app: TestHost;
const send = rawRequests(() => app);
const open = (
  code: string,
  key: string,
  name = 'A',
  headers: Record<string, string> = {},
): ReturnType<typeof send> =>
  send('POST', '/api/shop/v1/shops', jsonBody({ code, name }, { 'idempotency-key': key, ...headers }));
const shopsNamed = async (code: string): Promise<number> => {
  const { rowCount } = await app.db('shop').query('select 1 from shop where code = $1', [code]);
  return rowCount ?? 0;
};

beforeAll(async () => {
  app = await startTestHost({ plugins: [shopPlugin] });
});
afterAll(() => app.stop());

describe('a write with an idempotency key', () => {
  test('repeated, answers as it did and does nothing', async () => {
    const key = randomUUID();
    const first = await open('i-1', key);
    const again = await open('i-1', key);
    expect([first.status, first.headers.get('idempotency-replayed')]).toEqual([201, null]);
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, 'true']);
    expect(again.text).toBe(first.text);
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
  });

  test('without a body or an answer is repeated like any other', async () => {
    const key = randomUUID();
    const close = (): ReturnType<typeof send> =>
      send('DELETE', '/api/shop/v1/shops/i-1', { headers: { 'idempotency-key': key } });
    const [first, again] = [await close(), await close()];
    expect([first.status, again.status, again.headers.get('idempotency-replayed')]).toEqual([
      204,
      204,
      'true',
    ]);
  });

  test('used for other content, is refused', async () => {
    const key = randomUUID();
    await open('i-2', key);
    const other = await open('i-2', key, 'B');
    expect([other.status, other.json.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });

  test("used for another operation, is refused or done, but never answered with the other operation's answer", async () => {
    const key = randomUUID();
    await open('i-3', key);
    const other = await send('DELETE', '/api/shop/v1/shops/i-3', { headers: { 'idempotency-key': key } });
    expect([204, 422]).toContain(other.status);
    expect(other.headers.get('idempotency-replayed')).toBeNull();
  });

  test('of another caller, is a key of its own', async () => {
    const key = randomUUID();
    await open('i-4', key);
    const token = await app.token({ subject: 'mallory' });
    const other = await open('i-4', key, 'A', { authorization: `Bearer ${token}` });
    expect([other.status, other.json.code]).toEqual([409, 'SHOP_EXISTS']);
  });

  test('that failed, may be tried again', async () => {
    const key = randomUUID();
    await open('i-5', randomUUID());
    expect((await open('i-5', key)).status).toBe(409);
    await send('DELETE', '/api/shop/v1/shops/i-5');
    expect((await open('i-5', key)).status).toBe(201);
  });

  test('sent many times at once, is done once and answered alike', async () => {
    const key = randomUUID();
    const answers = await Promise.all(Array.from({ length: 12 }, () => open('i-6', key)));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 201));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get('idempotency-replayed') === null)).toHaveLength(1);
    expect(await shopsNamed('i-6')).toBe(1);
  });

  test.each(['', ' ', 'a'.repeat(201), 'caf\u00e9'])('refuses the key "%s"', async (key) => {
    const answer = await open('i-7', key);
    expect([answer.status, await shopsNamed('i-7')]).toEqual([400, 0]);
  });
});

describe('an update of what was read', () => {
  const rename = (ifMatch: string | undefined): ReturnType<typeof send> =>
    send(
      'PUT',
      '/api/shop/v1/shops/v-1/name',
      jsonBody({ name: 'New' }, ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    );

  test('asks for the version that was read', async () => {
    await open('v-1', randomUUID());
    const answer = await rename(undefined);
    expect([answer.status, answer.json.code]).toEqual([428, 'VERSION_REQUIRED']);
  });

  test('takes the ETag and gives the next', async () => {
    const answer = await rename('"1"');
    expect([answer.status, answer.headers.get('etag'), answer.json.version]).toEqual([200, '"2"', 2]);
  });

  test('is refused when somebody else was faster', async () => {
    const answer = await rename('"1"');
    expect([answer.status, answer.json.code]).toEqual([412, 'VERSION_MISMATCH']);
  });

  test.each(['*', 'W/"2"', 'two', '"2", "3"', '-1'])('refuses the version %s', async (version) => {
    const answer = await rename(version);
    expect([answer.status, answer.json.errors[0].pointer]).toEqual([400, '/headers/if-match']);
  });

  test('goes through the typed client', async () => {
    const shops = app.client(shopApi);
    const { version } = await shops.getShop({ params: { code: 'v-1' } });
    const renamed = await shops.renameShop({
      params: { code: 'v-1' },
      body: { name: 'Newer' },
      ifMatch: version,
    });
    expect(renamed.name).toBe('Newer');
    await expect(shops.getShop({ params: { code: 'none' } })).rejects.toMatchObject({
      code: 'SHOP_NOT_FOUND',
      status: 404,
    });
  });
});
