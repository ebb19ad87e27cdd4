import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createLocalIssuer } from '@quyu/host';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestHost } from '../start-test-host.js';
import type { TestHost } from '../test-host.js';
import { TEST_AUDIENCE } from '../test-identity.js';
import { rawRequests } from './raw-request.js';
import { shopPlugin } from './shop-plugin.js';
import { tillPlugin } from './till-plugin.js';

let app: TestHost;
let server: Server;
let url: string;
const send = rawRequests(() => app);
const listShops = (authorization: string): ReturnType<typeof send> =>
  send('GET', '/api/shop/v1/shops', { headers: { authorization } });

beforeAll(async () => {
  server = createServer();
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  app = await startTestHost({
    plugins: [shopPlugin, tillPlugin],
    settings: { auth: { issuer: url, audience: TEST_AUDIENCE } },
  });
});
afterAll(async () => {
  await app.stop();
  server.close();
});

describe('a host whose issuer is away when it starts', () => {
  test('starts and is ready, refuses bad tokens as ever, and says for others when to come again', async () => {
    server.on('request', (_request, response) => void response.writeHead(502).end());
    const issuer = await createLocalIssuer({ issuer: url, audience: TEST_AUDIENCE });
    const token = await issuer.mint({ subject: 'ann', permissions: ['*'], expiresInSeconds: 60 });
    expect((await send('GET', '/health/ready')).status).toBe(200);
    expect((await listShops('Bearer x')).status).toBe(401);
    const answer = await listShops(`Bearer ${token}`);
    expect([answer.status, answer.json.code]).toEqual([503, 'UNAVAILABLE']);
    expect(answer.headers.get('retry-after')).toBe('5');
    expect(JSON.stringify(answer.json)).not.toContain(url);
    server.removeAllListeners('request');
    const answers: Record<string, object> = {
      '/.well-known/openid-configuration': { issuer: url, jwks_uri: `${url}/keys` },
      '/keys': issuer.jwks,
    };
    server.on('request', ({ url: path = '' }, response) => void response.end(JSON.stringify(answers[path])));
    expect((await listShops(`Bearer ${token}`)).status).toBe(200);
  });
});
