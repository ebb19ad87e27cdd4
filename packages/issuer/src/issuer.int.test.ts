import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { completeSecrets, signIn, startIssuer } from './index.js';
import { type TestIssuer, begin, redeem, startTestIssuer } from './local-client-in-test.js';
import * as oidc from 'openid-client';

let issuer: TestIssuer;
let aheadMs = 0;

beforeAll(async () => {
  issuer = await startTestIssuer(() => Date.now() + aheadMs);
});
afterAll(() => issuer.stop());

const logIn = async (person: string) => {
  const begun = await begin(issuer.url);
  const { authorizationUrl } = begun;
  const { password } = issuer.secrets;
  const tokens = await redeem(begun, await signIn({ authorizationUrl, person, password }));
  return { begun, tokens };
};
/** What a host would read from an access token. */
const verify = (token: string) =>
  jwtVerify(token, createRemoteJWKSet(new URL(`${issuer.url}/jwks`)), {
    issuer: issuer.url,
    audience: 'quyu',
    algorithms: ['ES256'],
  });
const machine = (secret: string): Promise<oidc.Configuration> =>
  oidc.discovery(new URL(issuer.url), 'quyu-partner', undefined, oidc.ClientSecretBasic(secret), {
    execute: [oidc.allowInsecureRequests],
  });

describe('a person', () => {
  it('logs in by authorization code and PKCE, and gets a token with their grants', async () => {
    const { tokens } = await logIn('david.campbell');
    const { payload, protectedHeader } = await verify(tokens.access_token);
    expect(protectedHeader).toMatchObject({ typ: 'at+jwt', alg: 'ES256' });
    expect(payload).toMatchObject({
      sub: 'david.campbell',
      client_id: 'quyu-cli',
      quyu_grants: [{ role: 'city-lead', within: { kind: 'territory', id: 'northwest' } }],
    });
    expect(payload).not.toHaveProperty('permissions');
    expect(payload.exp! - payload.iat!).toBe(900);
    expect(tokens.claims()).toMatchObject({ sub: 'david.campbell', name: 'David Campbell' });
  });

  it('stays logged in by refresh tokens, each good once', async () => {
    const { begun, tokens } = await logIn('amy.alberts');
    const renewed = await oidc.refreshTokenGrant(begun.config, tokens.refresh_token!);
    expect((await verify(renewed.access_token)).payload.sub).toBe('amy.alberts');
    const again = oidc.refreshTokenGrant(begun.config, tokens.refresh_token!);
    await expect(again).rejects.toMatchObject({ error: 'invalid_grant' });
    // A refresh token that is used twice was stolen: the whole login ends.
    const newest = oidc.refreshTokenGrant(begun.config, renewed.refresh_token!);
    await expect(newest).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('who logs out has no use of the refresh token any more', async () => {
    const { begun, tokens } = await logIn('amy.alberts');
    await oidc.tokenRevocation(begun.config, tokens.refresh_token!);
    const after = oidc.refreshTokenGrant(begun.config, tokens.refresh_token!);
    await expect(after).rejects.toMatchObject({ error: 'invalid_grant' });
  });
});

describe('a code', () => {
  it('is good once', async () => {
    const begun = await begin(issuer.url);
    const { password } = issuer.secrets;
    const callback = await signIn({ ...begun, person: 'chen.yue', password });
    await redeem(begun, callback);
    await expect(redeem(begun, callback)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('is good for a minute', async () => {
    const begun = await begin(issuer.url);
    const { password } = issuer.secrets;
    const callback = await signIn({ ...begun, person: 'chen.yue', password });
    aheadMs = 61_000;
    await expect(redeem(begun, callback)).rejects.toMatchObject({ error: 'invalid_grant' });
    aheadMs = 0;
  });

  it('is of no use to whoever did not begin the login', async () => {
    const begun = await begin(issuer.url);
    const { password } = issuer.secrets;
    const callback = await signIn({ ...begun, person: 'chen.yue', password });
    const thief = { ...begun, verifier: oidc.randomPKCECodeVerifier() };
    await expect(redeem(thief, callback)).rejects.toMatchObject({ error: 'invalid_grant' });
  });
});

describe('an authorization request', () => {
  it.each([
    'https://evil.example/callback',
    'http://127.0.0.1:54321/elsewhere',
    'http://127.0.0.1.evil.example:54321/callback',
    'http://localhost:54321/callback',
    'http://127.0.0.1:54321/callback?more=1',
  ])('that would lead elsewhere is refused where it is, not sent there: %s', async (redirect_uri) => {
    const { authorizationUrl } = await begin(issuer.url, { redirect_uri });
    const response = await fetch(authorizationUrl, { redirect: 'manual', headers: { accept: 'text/html' } });
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
    expect(await response.text()).toContain('redirect_uri');
  });

  it('without PKCE is refused', async () => {
    const { authorizationUrl } = await begin(issuer.url);
    authorizationUrl.searchParams.delete('code_challenge');
    authorizationUrl.searchParams.delete('code_challenge_method');
    const response = await fetch(authorizationUrl, { redirect: 'manual' });
    expect(response.headers.get('location')).toContain('error=invalid_request');
  });
});

describe('a machine', () => {
  it('gets a token by its secret', async () => {
    const config = await machine(issuer.secrets.clientSecrets['quyu-partner']!);
    const { payload } = await verify((await oidc.clientCredentialsGrant(config)).access_token);
    expect(payload).toMatchObject({ sub: 'quyu-partner', quyu_grants: [{ role: 'service' }] });
    expect(payload).not.toHaveProperty('permissions');
  });

  it('with another secret gets none', async () => {
    const config = await machine('guessed');
    await expect(oidc.clientCredentialsGrant(config)).rejects.toMatchObject({ status: 401 });
  });
});

describe('the issuer', () => {
  it('talks to nobody who calls it by another name', async () => {
    const { port } = issuer;
    const answer = await fetch(`http://localhost:${port}/.well-known/openid-configuration`);
    expect(answer.status).toBe(421);
  });

  it('does not start in production', async () => {
    const secrets = await completeSecrets({}, []);
    const start = startIssuer({ port: 0, secrets, people: [], env: { NODE_ENV: 'production' } });
    await expect(start).rejects.toThrow('does not start with NODE_ENV=production');
  });

  it('started again with what it kept honours the tokens it gave', async () => {
    const secrets = await completeSecrets({}, ['partner']);
    const options = { secrets, people: [], env: {} };
    const first = await startIssuer({ ...options, port: 0 });
    const keysOf = async (url: string): Promise<unknown> => (await fetch(`${url}/jwks`)).json();
    const keys = await keysOf(first.url);
    await first.stop();
    const second = await startIssuer({ ...options, port: first.port });
    expect([second.url, await keysOf(second.url)]).toEqual([first.url, keys]);
    await second.stop();
  });
});
