import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { partnerApi } from '@quyu/partner-contracts';
import { type TestHost, standInFor, startTestHost } from '@quyu/testkit';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, openExchange } from '../requests/exchange.js';
import { openForge } from './forged-tokens.js';

// What a hostile caller may try besides the corpus in packages/testkit/src/host/auth.int.test.ts.
const names = { iss: 'urn:quyu:forge', aud: 'quyu' };
const seconds = (): number => Math.floor(Date.now() / 1000);
const forge = openForge(() => ({ ...names, sub: 'ann', permissions: ['*'], exp: seconds() + 60 }));
const path = '/api/partner/v1/partner-counts';
let app: TestHost;
let ask: (headers: Record<string, string>, path?: string) => Promise<Answer>;

beforeAll(async () => {
  app = await startTestHost({
    plugins: [
      standInFor(partnerApi, { countPartners: async () => ({ approved: 0, review: 0, declined: 0 }) }),
    ],
    settings: { auth: { issuer: names.iss, audience: names.aud, jwks: forge.jwks } },
    logLevel: 'silent',
  });
  const exchange = openExchange(app.url);
  ask = (headers, at = path) => exchange({ method: 'GET', path: at, headers, body: undefined });
});
afterAll(() => app.stop());

const bearer = (token: string): Promise<Answer> => ask({ authorization: `Bearer ${token}` });
const cut = (token: string, change: (parts: string[]) => string[]): string =>
  change(token.split('.')).join('.');

describe('the forge', () => {
  test.each([
    ['elliptic', () => forge.signed()],
    ['RSA', () => forge.signedByRsa()],
  ])('makes tokens with the %s key that are let in, so that what is refused is refused for its fault', async (_name, make) => {
    expect((await bearer(make())).status).toBe(200);
  }); // prettier-ignore
});

describe('a token is refused', () => {
  const jwkOfStranger = { jwk: forge.strangersKey };
  const corpus: readonly [string, () => string][] = [
    ['with the public key as HMAC secret, as PEM', () => forge.confused('pem')],
    ['with the public key as HMAC secret, as DER', () => forge.confused('der')],
    ['with the public key as HMAC secret, as JWK', () => forge.confused('jwk')],
    ['with the modulus as HMAC secret', () => forge.confused('modulus')],
    ['of alg "None"', () => cut(forge.signed({ alg: 'None' }), ([header, claims]) => [header!, claims!, ''])],
    ['of alg "nOnE" with a signature', () => forge.signed({ alg: 'nOnE' })],
    ['of no alg', () => forge.signed({ alg: undefined })],
    ['of alg ES256 under the id of the RSA key', () => forge.signed({ kid: 'rsa' })],
    ['of alg PS256, which is not accepted, by the RSA key', () => forge.signedByRsa({ alg: 'PS256' })],
    ['of alg ES384', () => forge.signed({ alg: 'ES384' })],
    ['with a key of its own embedded', () => forge.stranger(jwkOfStranger)],
    ['with a key of its own embedded and no key id', () => forge.stranger({ ...jwkOfStranger, kid: undefined })],
    ['with the address of its own keys', () => forge.stranger({ jku: 'https://127.0.0.1:1/keys' })],
    ['with the address of its own certificate', () => forge.stranger({ x5u: 'https://127.0.0.1:1/cert' })],
    ['with a certificate of its own', () => forge.stranger({ x5c: ['MIIBszCCAVmgAwIBAgIUX'] })],
    ['whose key id is SQL', () => forge.stranger({ kid: "x' union select 'secret" })],
    ['whose key id is a file', () => forge.stranger({ kid: '/dev/null' })],
    ['whose key id is no text', () => forge.signed({ kid: { $ne: null } })],
    ['whose key id is __proto__', () => forge.stranger({ kid: '__proto__' })],
    ['that asks for an unencoded payload', () => forge.signed({ b64: false, crit: ['b64'] })],
    ['whose critical list is empty', () => forge.signed({ crit: [] })],
    ['without its signature', () => cut(forge.signed(), ([header, claims]) => [header!, claims!])],
    ['with an empty signature', () => cut(forge.signed(), ([header, claims]) => [header!, claims!, ''])],
    ['with a signature of zeros', () => cut(forge.signed(), ([header, claims]) => [header!, claims!, Buffer.alloc(64).toString('base64url')])],
    ['cut off in its signature', () => forge.signed().slice(0, -20)],
    ['with a part too many', () => `${forge.signed()}.x`],
    ['in five parts, as if encrypted', () => `${forge.signed()}.x.y`],
    ['with padding', () => `${forge.signed()}==`],
    ['whose claims are a list', () => cut(forge.signed(), ([header, , signature]) => [header!, Buffer.from('[]').toString('base64url'), signature!])],
    ['that is good but far too long', () => forge.signed({}, { filler: 'x'.repeat(9000) })],
    ['of another audience among others', () => forge.signed({}, { aud: ['billing', 'quyu-admin'] })],
    ['of an issuer that begins like ours', () => forge.signed({}, { iss: `${names.iss}.evil` })],
    ['of a list of issuers', () => forge.signed({}, { iss: [names.iss] })],
    ['whose expiry is a text', () => forge.signed({}, { exp: String(seconds() + 60) })],
    ['whose expiry is nothing', () => forge.signed({}, { exp: null })],
    ['whose subject is a number', () => forge.signed({}, { sub: 42 })],
    ['whose subject is an object', () => forge.signed({}, { sub: { toString: 'ann' } })],
    ['whose type is that of an id token', () => forge.signed({ typ: 'id_token+jwt' })],
    ['whose type is that of a logout token', () => forge.signed({ typ: 'logout+jwt' })],
    ['whose type is no text', () => forge.signed({ typ: ['at+jwt'] })],
  ]; // prettier-ignore

  test.each(corpus)('%s', async (_name, make) => {
    const answer = await bearer(make());
    expect([answer.status, answer.problem?.code]).toEqual([401, 'UNAUTHENTICATED']);
    expect(answer.headers['www-authenticate']).toBe('Bearer realm="quyu", error="invalid_token"');
  });
});

describe('permissions', () => {
  test.each([
    ['a text instead of a list', { permissions: '*' }],
    ['an object', { permissions: { '*': true } }],
    ['a list in a list', { permissions: [['*']] }],
    ['objects that say so', { permissions: [{ toString: '*' }] }],
    ['a list as the scope', { permissions: undefined, scope: ['*'] }],
    ['none, though the scope has some', { permissions: [], scope: 'partner:read' }],
  ])('that are %s grant nothing', async (_name, claims) => {
    expect((await bearer(forge.signed({}, claims))).status).toBe(403);
  });
});

describe('a token is not looked for', () => {
  const token = forge.signed();

  test.each([
    ['in the query', {}, `${path}?access_token=${token}`],
    ['in a cookie', { cookie: `access_token=${token}; token=${token}` }, path],
    ['in a header of another name', { 'x-access-token': token, 'x-authorization': `Bearer ${token}` }, path],
    ['behind a proxy header', { 'x-forwarded-user': 'ann', 'x-original-authorization': `Bearer ${token}` }, path],
  ])('%s', async (_name, headers, at) => {
    expect((await ask(headers, at)).status).toBe(401);
  }); // prettier-ignore

  test.each([
    ['twice in one header', `Bearer Bearer ${token}`],
    ['after another', `Bearer x, Bearer ${token}`],
    ['before another', `Bearer ${token}, Bearer x`],
    ['with something behind it', `Bearer ${token} x`],
    ['in quotes', `Bearer "${token}"`],
    ['under another scheme', `Token ${token}`],
    ['without a scheme', token],
    ['behind a tab', `Bearer\t${token}`],
  ])('%s', async (_name, authorization) => {
    expect((await ask({ authorization })).status).toBe(401);
  });
});

describe('two Authorization headers', () => {
  /** As no client library sends it. */
  const sendBoth = async (first: string, second: string): Promise<string> => {
    const socket = connect(app.host.port, '127.0.0.1');
    socket.end(`GET ${path} HTTP/1.1\r\nhost: x\r\nauthorization: ${first}\r\nauthorization: ${second}\r\nconnection: close\r\n\r\n`);
    return (await text(socket)).split('\r\n', 1)[0]!;
  }; // prettier-ignore

  test('never let in a caller whose first is not good', async () => {
    expect(await sendBoth('Bearer rubbish', `Bearer ${forge.signed()}`)).toBe('HTTP/1.1 401 Unauthorized');
    expect(await sendBoth('Basic eDp5', `Bearer ${forge.signed()}`)).toBe('HTTP/1.1 401 Unauthorized');
  });
});
