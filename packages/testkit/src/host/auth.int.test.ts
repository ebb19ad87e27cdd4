import { createHmac, generateKeyPairSync } from 'node:crypto';
import { createLocalIssuer } from '@quyu/host';
import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestHost } from '../start-test-host.js';
import type { TestHost } from '../test-host.js';
import { TEST_AUDIENCE, TEST_ISSUER } from '../test-identity.js';
import { rawRequests } from './raw-request.js';
import { shopPlugin } from './shop-plugin.js';
import { tillPlugin } from './till-plugin.js';
import { fakeClock } from '../fake-clock.js';

const clock = fakeClock('2026-11-23T00:00:00Z');
const seconds = (): number => Math.floor(clock.now().getTime() / 1000);
let app: TestHost;
let issuer: Awaited<ReturnType<typeof createLocalIssuer>>;
const send = rawRequests(() => app);

beforeAll(async () => {
  issuer = await createLocalIssuer({ issuer: TEST_ISSUER, audience: TEST_AUDIENCE, now: clock.now });
  app = await startTestHost({
    plugins: [shopPlugin, tillPlugin],
    now: clock.now,
    settings: { auth: { issuer: TEST_ISSUER, audience: TEST_AUDIENCE, jwks: issuer.jwks } },
  });
});
afterAll(() => app.stop());

interface Override {
  readonly claims?: Record<string, unknown>;
  readonly header?: Record<string, unknown>;
}
const mint = (overrides: Override = {}, permissions = ['*']): Promise<string> =>
  issuer.mint({ subject: 'ann', permissions, expiresInSeconds: 60, overrides });
const ask = (authorization: string, path = '/api/shop/v1/shops'): ReturnType<typeof send> =>
  send('GET', path, { headers: { authorization } });

describe('a token', () => {
  test('of the issuer, for the audience, lets its caller in', async () => {
    expect((await ask(`Bearer ${await mint()}`)).status).toBe(200);
    expect((await ask(`bearer ${await mint({ header: { typ: 'JWT' } })}`)).status).toBe(200);
  });

  test('may carry its permissions as a scope', async () => {
    const token = await mint({ claims: { permissions: undefined, scope: 'openid shop:read' } });
    expect((await ask(`Bearer ${token}`)).status).toBe(200);
  });

  test('may be late or early by five seconds, for clocks differ', async () => {
    expect((await ask(`Bearer ${await mint({ claims: { exp: seconds() - 4 } })}`)).status).toBe(200);
    expect((await ask(`Bearer ${await mint({ claims: { nbf: seconds() + 4 } })}`)).status).toBe(200);
  });

  test('stops working when it expires, though it was seen before', async () => {
    const token = await mint();
    expect((await ask(`Bearer ${token}`)).status).toBe(200);
    clock.advance(66_000);
    const late = await ask(`Bearer ${token}`);
    expect([late.status, late.json.detail]).toEqual([401, 'the token has expired']);
  });
});

describe('without a good token', () => {
  const unsigned = (): string =>
    new UnsecuredJWT({ permissions: ['*'] })
      .setIssuer(TEST_ISSUER)
      .setAudience(TEST_AUDIENCE)
      .setSubject('ann')
      .setExpirationTime('1h')
      .encode();
  const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = (): object => ({
    iss: TEST_ISSUER,
    aud: TEST_AUDIENCE,
    sub: 'ann',
    permissions: ['*'],
    exp: seconds() + 60,
  });
  /** Signed with HMAC, the public key as the secret: what a verifier that trusts `alg` would accept. */
  const confused = (): string => {
    const input = `${encode({ alg: 'HS256', typ: 'at+jwt', kid: 'local' })}.${encode(claims())}`;
    return `${input}.${createHmac('sha256', JSON.stringify(issuer.jwks.keys[0])).update(input).digest('base64url')}`;
  };
  const stranger = async (header: object): Promise<string> => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return new SignJWT({ ...claims() })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', ...header })
      .sign(privateKey);
  };
  const critical = (): Promise<string> => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const header = { alg: 'ES256', typ: 'at+jwt', kid: 'local', crit: ['x-new'], 'x-new': true };
    return new SignJWT({ ...claims() })
      .setProtectedHeader(header)
      .sign(privateKey, { crit: { 'x-new': true } });
  };
  const tampered = async (): Promise<string> => {
    const [header, , signature] = (await mint({}, ['shop:read'])).split('.');
    return `${header}.${encode({ ...claims(), sub: 'root' })}.${signature}`;
  };
  const corpus: readonly [string, () => string | Promise<string>, string][] = [
    ['alg none', unsigned, 'malformed|algorithm'],
    ['HMAC with the public key', confused, 'algorithm'],
    ['another audience', () => mint({ claims: { aud: 'other' } }), '"aud"'],
    ['another issuer', () => mint({ claims: { iss: 'urn:evil' } }), '"iss"'],
    ['an expired one', () => mint({ claims: { exp: seconds() - 6 } }), 'expired'],
    ['one that is not valid yet', () => mint({ claims: { nbf: seconds() + 60 } }), '"nbf"'],
    ['no expiry', () => mint({ claims: { exp: undefined } }), '"exp"'],
    ['an expiry that is not a number', () => mint({ claims: { exp: 'never' } }), '"exp"'],
    ['no subject', () => mint({ claims: { sub: undefined } }), '"sub"'],
    ['an empty subject', () => mint({ claims: { sub: '' } }), 'subject'],
    ['an id token', () => mint({ header: { typ: 'id+jwt' } }), 'typ'],
    ['no type', () => mint({ header: { typ: undefined } }), 'typ'],
    ['an unknown critical header', () => critical(), 'malformed|supported'],
    ['a key nobody knows', () => stranger({ kid: 'other' }), 'unknown key'],
    ['a stranger under the known key id', () => stranger({ kid: 'local' }), 'signature'],
    ['a key id that walks the file system', () => stranger({ kid: '../../../../dev/null' }), 'unknown key'],
    [
      'a key address of its own',
      () => stranger({ jku: 'http://127.0.0.1:1/keys', kid: 'evil' }),
      'unknown key',
    ],
    ['changed claims', tampered, 'signature'],
    ['rubbish', () => 'rubbish', 'malformed'],
    ['dots', () => '..', 'malformed'],
    ['a very long text', () => 'a'.repeat(9000), 'too long'],
  ];

  test.each(corpus)('%s is refused with 401', async (_name, make, reason) => {
    const answer = await ask(`Bearer ${await make()}`);
    expect([answer.status, answer.json.code]).toEqual([401, 'UNAUTHENTICATED']);
    expect(answer.json.detail).toMatch(new RegExp(reason));
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="quyu", error="invalid_token"');
  });

  test('no header at all is refused with a challenge', async () => {
    const answer = await ask('');
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="quyu"']);
  });

  test('another scheme is refused', async () => {
    expect((await ask('Basic YW5uOnBhc3M=')).status).toBe(401);
  });
});

describe('a permission', () => {
  test('that is missing is named, with 403', async () => {
    const answer = await ask(`Bearer ${await mint({}, ['till:read', 'shop:write'])}`);
    expect([answer.status, answer.json.code]).toEqual([403, 'FORBIDDEN']);
    expect(answer.json.detail).toContain('shop:read');
    expect(answer.headers.get('www-authenticate')).toContain('scope="shop:read"');
  });

  test.each([['shop:read'], ['shop:*'], ['*']])('%s covers shop:read', async (permission) => {
    expect((await ask(`Bearer ${await mint({}, [permission])}`)).status).toBe(200);
  });

  test.each([['shop'], ['shop:'], ['sho:*'], [':*'], ['**']])(
    '%s does not cover shop:read',
    async (permission) => {
      expect((await ask(`Bearer ${await mint({}, [permission])}`)).status).toBe(403);
    },
  );
});

describe('without a token', () => {
  test.each([
    '/',
    '/health/live',
    '/health/ready',
    '/openapi.json',
    '/asyncapi.json',
    '/docs/',
    '/docs/js/scalar.js',
  ])('%s is open', async (path) => {
    expect((await send('GET', path, { headers: { authorization: '' } })).status).toBe(200);
  });

  test('every route of every service answers 401', async () => {
    const document = (await send('GET', '/openapi.json')).json;
    const operations = Object.entries<object>(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => [method, path] as const),
    );
    expect(operations.length).toBeGreaterThan(15);
    for (const [method, path] of operations) {
      const address = path.replaceAll(/\{\w+\}/g, 'x');
      const answer = await send(method.toUpperCase(), address, { headers: { authorization: '' } });
      expect([address, answer.status]).toEqual([address, 401]);
    }
  });
});

describe('the documentation', () => {
  test('asks nothing of other hosts', async () => {
    const page = await send('GET', '/docs/');
    const outside = [...page.text.matchAll(/(?:src|href)="(https?:)?\/\/[^"]+"/g)].map((match) => match[0]);
    expect(outside).toEqual([]);
    expect(page.headers.get('content-security-policy')).toContain("connect-src 'self'");
    expect(page.headers.get('content-security-policy')).not.toContain('http');
  });
});
