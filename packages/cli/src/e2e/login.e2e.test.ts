import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createTemporaryFolder } from '@quyu/embedded';
import { SAMPLE_PEOPLE, roleOf, signIn } from '@quyu/issuer';
import { decodeJwt } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { issuerSecrets } from '../deployment/state-files.js';
import { keepLogin, readLogin } from '../identity/kept-logins.js';
import { type Finished, runCli, startCli } from './cli-process.js';
import { type PlatformProcess, startPlatformProcess, waitFor } from './running-platform.js';

const MINUTES = 60_000;

let work: string;
let state: string;
let platform: PlatformProcess;

beforeAll(async () => {
  work = createTemporaryFolder('quyu-login');
  state = join(work, 'state');
  platform = await startPlatformProcess(state, '--no-import');
}, 2 * MINUTES);

afterEach(() => quyu('logout'));

afterAll(async () => {
  platform?.process.child.kill('SIGTERM');
  await platform?.process.finished;
  await rm(work, { recursive: true, force: true });
}, MINUTES);

const quyu = (...args: string[]): Promise<Finished> => runCli([...args, '--state', state]);
const claimsOf = ({ code, stdout, stderr }: Finished) => {
  if (code !== 0) throw new Error(stderr);
  return decodeJwt(stdout.trim());
};
const statusOf = async (token: string): Promise<number> => {
  const headers = { authorization: `Bearer ${token}` };
  return (await fetch(`${platform.url}/api/partner/v1/partners`, { headers })).status;
};

describe('a token', () => {
  it("is the operator's while nobody is logged in, and the platform takes it", async () => {
    const { stdout } = await quyu('token');
    const { issuer } = platform;
    expect(decodeJwt(stdout)).toMatchObject({ iss: issuer, aud: 'quyu', sub: 'ines.okafor' });
    expect(await statusOf(stdout.trim())).toBe(200);
  });

  it('can be that of any sample person, for once', async () => {
    expect(claimsOf(await quyu('token', '--as', 'finance'))).toMatchObject({
      sub: 'laila.haddad',
      quyu_grants: [{ role: 'finance' }],
    });
    expect(claimsOf(await quyu('token')).sub).toBe('ines.okafor');
  });

  it('can be that of a service', async () => {
    expect(claimsOf(await quyu('token', '--client', 'quyu-partner')).sub).toBe('quyu-partner');
  });

  it.each([
    [['--as', 'mallory'], 'There is no sample person "mallory"'],
    [['--client', 'quyu-warehouse'], 'no machine client "quyu-warehouse"'],
  ])('of %j does not exist', async (args, said) => {
    const { code, stderr } = await quyu('token', ...args);
    expect([code, stderr]).toEqual([1, expect.stringContaining(said)]);
  });
});

describe('a login', () => {
  it('is kept for the commands that follow, where only its owner can read it, until the logout', async () => {
    expect((await quyu('login', '--as', 'city-lead')).stderr).toContain('as David Campbell (david.campbell)');
    expect(claimsOf(await quyu('token')).sub).toBe('david.campbell');
    for (const file of ['logins.json', 'issuer.json'])
      expect((await stat(join(state, file))).mode & 0o777).toBe(0o600);
    expect((await quyu('logout')).stderr).toContain('Logged out: david.campbell');
    expect(claimsOf(await quyu('token')).sub).toBe('ines.okafor');
  });

  it('in a browser goes by the address that is printed', async () => {
    const command = startCli(['login', '--state', state]);
    const printed = await waitFor(() => /^ {2}(http\S+)$/m.exec(command.output().stderr)?.[1]);
    const { password } = issuerSecrets.read(state)!;
    // What a browser does: the login page, then the address that the command listens on.
    const callback = await signIn({ authorizationUrl: new URL(printed), person: 'tomas.vega', password });
    const page = await fetch(callback);
    expect(await page.text()).toContain('You can close this page');
    expect((await command.finished).code).toBe(0);
    expect(claimsOf(await quyu('token')).sub).toBe('tomas.vega');
  });

  it('is renewed when its token is about to end, and what has ended is not replaced by somebody else', async () => {
    await quyu('login', '--as', 'marketing');
    const age = (): void => {
      const login = readLogin(state, platform.issuer)!;
      keepLogin(state, { ...login, expiresAt: Date.now() + 30_000 });
    };
    const { stdout: first } = await quyu('token');
    expect((await quyu('token')).stdout).toBe(first);
    age();
    const { stdout: renewed } = await quyu('token');
    expect(decodeJwt(renewed)).toMatchObject({ sub: 'chen.yue', quyu_grants: [{ role: 'marketing' }] });
    expect(renewed).not.toBe(first);
    age();
    keepLogin(state, { ...readLogin(state, platform.issuer)!, refreshToken: 'stolen' });
    const { code, stdout, stderr } = await quyu('token');
    expect([code, stdout, stderr]).toEqual([1, '', expect.stringMatching(/login of chen.yue .* has ended/)]);
  });

  it('is renewed once by commands that run at the same time', async () => {
    await quyu('login', '--as', 'marketing');
    keepLogin(state, { ...readLogin(state, platform.issuer)!, expiresAt: Date.now() });
    const commands = await Promise.all(Array.from({ length: 4 }, () => quyu('token')));
    expect(commands.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(new Set(commands.map(({ stdout }) => stdout)).size).toBe(1);
  });

  it('at an issuer that is named is kept beside the settings of the user', async () => {
    const env = { XDG_CONFIG_HOME: join(work, 'config') };
    const { issuer } = platform;
    const command = startCli(['login', '--issuer', issuer], env);
    const printed = await waitFor(() => /^ {2}(http\S+)$/m.exec(command.output().stderr)?.[1]);
    const { password } = issuerSecrets.read(state)!;
    await fetch(await signIn({ authorizationUrl: new URL(printed), person: 'noor.rahman', password }));
    expect((await command.finished).code).toBe(0);
    expect(claimsOf(await runCli(['token', '--issuer', issuer], env)).sub).toBe('noor.rahman');
    expect((await stat(join(work, 'config', 'quyu', 'logins.json'))).mode & 0o777).toBe(0o600);
    expect((await runCli(['logout', '--issuer', issuer], env)).code).toBe(0);
    const { code, stderr } = await runCli(['token', '--issuer', issuer], env);
    expect([code, stderr]).toEqual([1, expect.stringContaining('Nobody is logged in at')]);
  });

  it('that was cancelled is none', async () => {
    const command = startCli(['login', '--state', state]);
    const printed = new URL(await waitFor(() => /^ {2}(http\S+)$/m.exec(command.output().stderr)?.[1]));
    const callback = new URL(printed.searchParams.get('redirect_uri') ?? '');
    const intruder = await fetch(`${callback.href}?code=x&state=guessed`);
    expect(intruder.status).toBe(404);
    const said = { error: 'access_denied', state: printed.searchParams.get('state') ?? '' };
    await fetch(`${callback.href}?${new URLSearchParams(said).toString()}`);
    const { code, stderr } = await command.finished;
    expect([code, stderr]).toEqual([1, expect.stringContaining('did not log you in: access_denied')]);
  });
});

describe('a restart', () => {
  it(
    'leaves tokens good, and ends what the issuer keeps in memory',
    async () => {
      const { stdout: token } = await quyu('token');
      await quyu('login', '--as', 'auditor');
      platform.process.child.kill('SIGTERM');
      await platform.process.finished;
      const { issuer } = platform;
      platform = await startPlatformProcess(state, '--no-import');
      expect(platform.issuer).toBe(issuer);
      expect(await statusOf(token.trim())).toBe(200);
      // Of the login the access token goes on; the refresh token is known to nobody any more.
      expect(claimsOf(await quyu('token')).sub).toBe('tomas.vega');
      keepLogin(state, { ...readLogin(state, issuer)!, expiresAt: Date.now() });
      expect((await quyu('token')).stderr).toContain('has ended');
    },
    MINUTES,
  );
});

describe('production', () => {
  it('is no place for the local issuer', async () => {
    const { code, stderr } = await runCli(['up', '--state', join(work, 'other')], { NODE_ENV: 'production' });
    expect([code, stderr]).toEqual([1, expect.stringContaining('does not start with NODE_ENV=production')]);
  });
});

describe('npm start', () => {
  it('says how to log in as each sample person', async () => {
    const said = await waitFor(() => {
      const { stdout } = platform.process.output();
      return stdout.includes('Ctrl-C') ? stdout : undefined;
    });
    expect(said).toContain(issuerSecrets.read(state)?.password);
    for (const person of SAMPLE_PEOPLE) {
      expect(said).toContain(`--as ${roleOf(person)}`);
      expect(said).toContain(person.name.en);
    }
  });
});
