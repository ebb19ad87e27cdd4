import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createIdentify } from '../../access/identify.js';
import { type Authenticate, createAuthenticate } from '../authenticate.js';
import { DISCOVERY, KEYS, type ServedIssuer, serveIssuer } from './issuer-in-test.js';

const MINUTE = 60_000;
const DAY = 86_400_000;

let issuer: ServedIssuer;
let clockMs: number;
let troubles: string[];
let authenticate: Authenticate;

beforeEach(async () => {
  issuer = await serveIssuer();
  clockMs = 0;
  troubles = [];
  authenticate = authenticateBy(issuer.url);
});
afterEach(() => issuer.close());

const authenticateBy = (url: string): Authenticate =>
  createAuthenticate(
    { issuer: url, audience: 'quyu' },
    () => new Date(),
    createIdentify({ roles: {}, kinds: new Set() }),
    {
      elapsed: () => clockMs,
      onTrouble: (error) => troubles.push(String(error)),
    },
  );
const codeOf = async (authorization: string): Promise<unknown> => {
  try {
    return (await authenticate(authorization)).caller.subject;
  } catch (error) {
    return (error as { readonly code?: unknown }).code;
  }
};
/** What a caller with the current key gets. */
const ask = async (kid?: string): Promise<unknown> => codeOf(await issuer.bearer(kid));
/** How the issuer describes itself when it is in good order. */
const described = (): object => ({ issuer: issuer.url, jwks_uri: `${issuer.url}${KEYS}` });
const asks = (path: string): number => issuer.asked.filter((each) => each === path).length;

describe('an issuer that is only named', () => {
  test('is asked for its keys when the first token comes, and not again for the next', async () => {
    expect(issuer.asked).toEqual([]);
    for (let n = 0; n < 5; n += 1) expect(await ask()).toBe('ann');
    expect(issuer.asked).toEqual([DISCOVERY, KEYS]);
  });

  test('may describe itself by RFC 8414 alone', async () => {
    issuer.answers.delete(DISCOVERY);
    issuer.answers.set('/.well-known/oauth-authorization-server', described());
    expect(await ask()).toBe('ann');
  });

  test.each([
    ['another issuer', () => ({ issuer: 'https://other.example' }), 'says that its issuer is'],
    ['the issuer with a slash more', (url: string) => ({ issuer: `${url}/` }), 'says that its issuer is'],
    ['no address of keys', () => ({ jwks_uri: undefined }), 'names no https address'],
    ['keys without TLS elsewhere', () => ({ jwks_uri: 'http://keys.example/' }), 'names no https address'],
  ])('that describes itself with %s is not believed', async (_what, changeOf, said) => {
    issuer.answers.set(DISCOVERY, { ...described(), ...changeOf(issuer.url) });
    expect(await ask()).toBe('UNAVAILABLE');
    expect(troubles).toEqual([expect.stringContaining(said)]);
    expect(asks(KEYS)).toBe(0);
  });

  test.each([
    [
      'redirects',
      (to: ServedIssuer) => to.answers.set(KEYS, (r) => r.writeHead(302, { location: DISCOVERY }).end()),
      'redirects elsewhere',
    ],
    [
      'sends too much',
      (to: ServedIssuer) => to.answers.set(KEYS, (r) => r.end(`"${'x'.repeat(300_000)}"`)),
      'more than 262144 bytes',
    ],
    ['sends no JSON', (to: ServedIssuer) => to.answers.set(KEYS, (r) => r.end('<html>')), 'sent no JSON'],
    ['sends no keys', (to: ServedIssuer) => to.answers.set(KEYS, {}), 'no set of keys'],
    ['hangs up', (to: ServedIssuer) => to.answers.set(KEYS, (r) => r.destroy()), 'cannot be fetched'],
  ])('that %s is trouble of its own, not of the token', async (_what, spoil, said) => {
    spoil(issuer);
    expect(await ask()).toBe('UNAVAILABLE');
    expect(troubles).toEqual([expect.stringContaining(said)]);
  });

  test('and does not finish its answer is given up after a while', async () => {
    issuer.answers.set(KEYS, (response) => void response.write('{'));
    expect(await ask()).toBe('UNAVAILABLE');
    expect(troubles).toEqual([expect.stringContaining('did not answer within 5000 ms')]);
  });
});

describe('a provider that is down', () => {
  test('at first is asked again, but not by every request', async () => {
    issuer.answers.delete(KEYS);
    for (let n = 0; n < 50; n += 1) expect(await ask()).toBe('UNAVAILABLE');
    expect(asks(KEYS)).toBe(3);
    await issuer.rotate();
    clockMs += 5000;
    expect(await ask()).toBe('ann');
  });

  test('later does not keep callers out whose key is at hand, for a day', async () => {
    expect(await ask()).toBe('ann');
    issuer.answers.delete(KEYS);
    for (const minutes of [6, 11, 60]) {
      clockMs = minutes * MINUTE;
      expect(await ask()).toBe('ann');
    }
    expect(troubles.length).toBeGreaterThan(0);
    clockMs = DAY + MINUTE;
    expect(await ask()).toBe('UNAVAILABLE');
  });

  test('cannot say whether an unknown key is a good one', async () => {
    expect(await ask()).toBe('ann');
    issuer.answers.delete(KEYS);
    expect(await ask('unheard-of')).toBe('UNAVAILABLE');
  });

  test('and comes back with its keys at another address is found again', async () => {
    expect(await ask()).toBe('ann');
    await issuer.rotate();
    issuer.answers.set('/moved', issuer.answers.get(KEYS)!);
    issuer.answers.delete(KEYS);
    issuer.answers.set(DISCOVERY, { issuer: issuer.url, jwks_uri: `${issuer.url}/moved` });
    expect(await ask()).toBe('UNAVAILABLE');
    expect(await ask()).toBe('ann');
  });
});

describe('keys that change', () => {
  test('under load fail no request whose token is valid', async () => {
    const callers = Array.from({ length: 8 }, async () => {
      const outcomes: unknown[] = [];
      for (let n = 0; n < 40; n += 1) outcomes.push(await ask());
      return outcomes;
    });
    await issuer.rotate();
    const outcomes = (await Promise.all(callers)).flat();
    await issuer.rotate();
    outcomes.push(await ask());
    expect(new Set(outcomes)).toEqual(new Set(['ann']));
    expect(outcomes).toHaveLength(321);
    expect(asks(KEYS)).toBeLessThanOrEqual(3);
  });

  test('end within ten minutes, though nobody asks for a new one', async () => {
    const old = await issuer.bearer();
    authenticate = authenticateBy(issuer.url);
    expect(await ask()).toBe('ann');
    await issuer.rotate();
    await issuer.rotate();
    clockMs = 10 * MINUTE;
    expect(await codeOf(old)).toBe('UNAUTHENTICATED');
  });

  test('are not asked for again and again because of unknown ones', async () => {
    const unknown = Array.from({ length: 200 }, (_, n) => ask(`k-${n}`));
    expect(new Set(await Promise.all(unknown))).toEqual(new Set(['UNAUTHENTICATED']));
    for (let n = 0; n < 50; n += 1) expect(await ask(`l-${n}`)).toBe('UNAUTHENTICATED');
    expect(asks(KEYS)).toBeLessThanOrEqual(3);
    clockMs += 5000;
    await Promise.all([ask('m-1'), ask('m-2')]);
    expect(asks(KEYS)).toBeLessThanOrEqual(4);
    expect(await ask()).toBe('ann');
  });
});
