import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createIdentify } from '../access/identify.js';
import { type Authenticate, createAuthenticate } from './authenticate.js';
import { type LocalIssuer, createLocalIssuer } from './local-issuer.js';

const identify = createIdentify({ roles: {}, kinds: new Set() });
const names = { issuer: 'urn:quyu:test', audience: 'quyu' };
const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

interface KeyServer {
  readonly url: string;
  asked: number;
  down: boolean;
}

/** Serves an issuer's keys, and counts how often it is asked. */
async function serveKeys(issuer: LocalIssuer): Promise<KeyServer> {
  const state = { url: '', asked: 0, down: false };
  const server = createServer((_request, response) => {
    state.asked += 1;
    response.statusCode = state.down ? 500 : 200;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(issuer.jwks));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  state.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
  return state;
}

const bearer = async (issuer: LocalIssuer, kid = 'local'): Promise<string> =>
  `Bearer ${await issuer.mint({ subject: 'ann', permissions: [], expiresInSeconds: 60, overrides: { header: { kid } } })}`;
const codeOf = async (authenticate: Authenticate, authorization: string): Promise<unknown> => {
  try {
    return (await authenticate(authorization)).caller.subject;
  } catch (error) {
    return (error as { readonly code?: unknown }).code;
  }
};

describe('keys at a fixed address', () => {
  test('are fetched once for many tokens', async () => {
    const issuer = await createLocalIssuer(names);
    const keys = await serveKeys(issuer);
    const authenticate = createAuthenticate({ ...names, jwksUrl: keys.url }, () => new Date(), identify);
    for (let n = 0; n < 5; n += 1) expect(await codeOf(authenticate, await bearer(issuer))).toBe('ann');
    expect(keys.asked).toBe(1);
  });

  test('are not asked for again and again because of unknown keys', async () => {
    const issuer = await createLocalIssuer(names);
    const keys = await serveKeys(issuer);
    const authenticate = createAuthenticate({ ...names, jwksUrl: keys.url }, () => new Date(), identify);
    for (let n = 0; n < 20; n += 1)
      expect(await codeOf(authenticate, await bearer(issuer, `k-${n}`))).toBe('UNAUTHENTICATED');
    expect(keys.asked).toBeLessThanOrEqual(3);
  });

  test("that cannot be fetched are our trouble, not the token's", async () => {
    const issuer = await createLocalIssuer(names);
    const keys = await serveKeys(issuer);
    keys.down = true;
    const authenticate = createAuthenticate({ ...names, jwksUrl: keys.url }, () => new Date(), identify);
    expect(await codeOf(authenticate, await bearer(issuer))).toBe('UNAVAILABLE');
    keys.down = false;
    expect(await codeOf(authenticate, await bearer(issuer))).toBe('ann');
  });

  test('that went away after they were fetched do not keep known callers out', async () => {
    const issuer = await createLocalIssuer(names);
    const keys = await serveKeys(issuer);
    const authenticate = createAuthenticate({ ...names, jwksUrl: keys.url }, () => new Date(), identify);
    await codeOf(authenticate, await bearer(issuer));
    keys.down = true;
    expect(await codeOf(authenticate, await bearer(issuer))).toBe('ann');
  });
});

describe('a caller seen a moment ago', () => {
  test('is answered for without waiting', async () => {
    const issuer = await createLocalIssuer(names);
    const authenticate = createAuthenticate({ ...names, jwks: issuer.jwks }, () => new Date(), identify);
    const authorization = await bearer(issuer);
    expect(authenticate(authorization)).toBeInstanceOf(Promise);
    await authenticate(authorization);
    expect(authenticate(authorization)).toMatchObject({ caller: { subject: 'ann' } });
  });
});
