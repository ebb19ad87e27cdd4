import { type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { defineApi } from './api.js';
import { createClient } from './client.js';
import { defineRoute } from './route.js';

const title = { en: 'Shop', zh: '门店' };
const open = defineRoute({
  kind: 'write', method: 'POST', path: '/open', permission: 'shop:write', summary: title,
}); // prettier-ignore
const shopApi = defineApi({
  service: 'shop',
  title,
  permissions: { 'shop:write': 'Open.' },
  routes: { open },
});
const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

async function serve(answer: (response: ServerResponse) => void): Promise<string> {
  const server = createServer((_request, response) => answer(response));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('a client', () => {
  it.each([301, 302, 307, 308])('takes its token to no other address on a %i', async (status) => {
    let asked = 0;
    const elsewhere = await serve((response) => response.end(String((asked += 1))));
    const baseUrl = await serve((response) => response.writeHead(status, { location: elsewhere }).end());
    const call = createClient(shopApi, { baseUrl, token: 't' }).open({});
    await expect(call).rejects.toMatchObject({
      code: 'UNAVAILABLE',
      message: expect.stringContaining(elsewhere),
    });
    expect(asked).toBe(0);
  });
});
