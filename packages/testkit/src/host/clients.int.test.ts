import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestHost } from '../start-test-host.js';
import type { TestHost } from '../test-host.js';
import { rawRequests } from './raw-request.js';
import { shopApi, tillApi } from './sample-contracts.js';
import { shopPlugin } from './shop-plugin.js';
import { tillPlugin } from './till-plugin.js';

let app: TestHost;
const send = rawRequests(() => app);

beforeAll(async () => {
  app = await startTestHost({ plugins: [shopPlugin, tillPlugin], logLevel: 'silent' });
  await app.client(shopApi).openShop({ body: { code: 'a', name: 'A' } });
});
afterAll(() => app.stop());

describe('a typed client of another service', () => {
  test('acts on behalf of the caller, who needs the permission there too', async () => {
    const allowed = app.client(tillApi, { permissions: ['till:read', 'shop:read'] });
    expect(await allowed.askShop({ params: { code: 'a' } })).toMatchObject({ name: 'A' });
    const narrow = app.client(tillApi, { permissions: ['till:read'] });
    await expect(narrow.askShop({ params: { code: 'a' } })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  test('acts as the service itself when no caller is given', async () => {
    const narrow = app.client(tillApi, { permissions: ['till:read'] });
    expect(await narrow.askShop({ params: { code: 'a' }, query: { own: true } })).toMatchObject({
      name: 'A',
    });
  });

  test('gives the problems of the other service with their codes', async () => {
    await expect(app.client(tillApi).askShop({ params: { code: 'none' } })).rejects.toMatchObject({
      code: 'SHOP_NOT_FOUND',
    });
  });

  test('is refused inside a database transaction', async () => {
    const answer = await send('POST', '/api/till/v1/inside');
    expect([answer.status, answer.json.code]).toEqual([500, 'INTERNAL']);
  });
});
