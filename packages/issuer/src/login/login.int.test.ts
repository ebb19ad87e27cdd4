import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SAMPLE_PEOPLE } from '../index.js';
import { signIn } from '../sign-in.js';
import { type TestIssuer, begin, startTestIssuer } from '../local-client-in-test.js';

let issuer: TestIssuer;
beforeAll(async () => {
  issuer = await startTestIssuer();
});
afterAll(() => issuer.stop());

/** The login page as a browser with cookies gets it. */
const openPage = async (changes?: Record<string, string>) => {
  const { authorizationUrl } = await begin(issuer.url, changes);
  const sent = await fetch(authorizationUrl, { redirect: 'manual' });
  const address = new URL(sent.headers.get('location') ?? '', issuer.url);
  const cookie = sent.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ');
  const page = await fetch(address, { headers: { cookie } });
  return { address, cookie, page, html: await page.text() };
};
const send = (address: URL, cookie: string, form: Record<string, string>): Promise<Response> =>
  fetch(address, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie },
    body: new URLSearchParams(form),
  });

describe('the login page', () => {
  it('names everybody with their role and scope in both languages', async () => {
    const { page, html } = await openPage();
    expect(page.status).toBe(200);
    for (const { name, role, scope } of SAMPLE_PEOPLE)
      for (const { en, zh } of [name, role, scope])
        expect(html).toContain(`${zh} <span lang="en">${en}</span>`);
  });

  it('runs no script, loads nothing and lies in no frame', async () => {
    const { page, html } = await openPage();
    const policy = page.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(html).not.toMatch(/<script|https?:\/\/|style="/);
  });

  it('has the person chosen that the client suggests, and takes no HTML from outside', async () => {
    expect((await openPage({ login_hint: 'finance' })).html).toMatch(/value="laila.haddad" required checked/);
    expect((await openPage({ login_hint: '"><script>' })).html).not.toContain('<script>');
  });

  it('is not there for another browser', async () => {
    const { address } = await openPage();
    expect((await fetch(address)).status).toBe(400);
  });

  it('takes no form that comes without its cookie', async () => {
    const { address } = await openPage();
    const { password } = issuer.secrets;
    const response = await send(address, '', { person: 'chen.yue', password });
    expect([response.status, response.headers.get('location')]).toEqual([400, null]);
  });
});

describe('a login', () => {
  it('that is cancelled tells the client so', async () => {
    const { address, cookie } = await openPage();
    const sent = await send(address, cookie, { cancel: 'yes' });
    const back = await fetch(new URL(sent.headers.get('location') ?? ''), {
      redirect: 'manual',
      headers: { cookie: [cookie, ...sent.headers.getSetCookie()].join('; ') },
    });
    expect(back.headers.get('location')).toMatch(/^http:\/\/127.0.0.1:54321\/callback\?error=access_denied/);
  });

  it.each([
    ['a wrong password', () => ({ person: 'chen.yue', password: 'wrong' })],
    ['nobody chosen', (password: string) => ({ password })],
    ['somebody unknown', (password: string) => ({ person: 'mallory', password })],
    ['no password', () => ({ person: 'chen.yue' })],
  ] as const)('with %s is refused on the same page', async (_what, formOf) => {
    const { address, cookie } = await openPage();
    const response = await send(address, cookie, formOf(issuer.secrets.password));
    expect([response.status, response.headers.get('location')]).toEqual([401, null]);
    expect(await response.text()).toContain('role="alert"');
  });

  it('is not taken after five failures, even with the right password, and others still are', async () => {
    const { address, cookie } = await openPage();
    const person = 'tomas.vega';
    for (let n = 0; n < 5; n += 1)
      expect((await send(address, cookie, { person, password: 'guess' })).status).toBe(401);
    const { password } = issuer.secrets;
    expect((await send(address, cookie, { person, password })).status).toBe(429);
    const { authorizationUrl } = await begin(issuer.url);
    const callback = await signIn({ authorizationUrl, person: 'laila.haddad', password });
    expect(callback.searchParams.has('code')).toBe(true);
  });

  it('is asked for each time: a session of the browser gives no program a token', async () => {
    const { address, cookie } = await openPage();
    const { password } = issuer.secrets;
    const sent = await send(address, cookie, { person: 'laila.haddad', password });
    const back = await fetch(new URL(sent.headers.get('location') ?? ''), {
      redirect: 'manual',
      headers: { cookie },
    });
    expect(back.headers.get('location')).toContain('code=');
    const session = back.headers
      .getSetCookie()
      .map((line) => line.split(';', 1)[0])
      .join('; ');
    expect(session).toContain('quyu_session=');
    for (const client_id of ['quyu-cli', 'quyu-console']) {
      const redirect_uri = `http://127.0.0.1:1${client_id === 'quyu-cli' ? '' : '/console'}/callback`;
      const { authorizationUrl } = await begin(issuer.url, { client_id, redirect_uri });
      const again = await fetch(authorizationUrl, { redirect: 'manual', headers: { cookie: session } });
      expect(again.headers.get('location')).toMatch(/^\/login\//);
    }
  });

  it('without a browser says what was wrong', async () => {
    const { authorizationUrl } = await begin(issuer.url);
    const attempt = signIn({ authorizationUrl, person: 'chen.yue', password: 'wrong' });
    await expect(attempt).rejects.toThrow(/answered 401: .*The person or the password is not right/);
  });
});
