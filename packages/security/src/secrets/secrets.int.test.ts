import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Env,
  type Host,
  type LocalIssuer,
  createLocalIssuer,
  createLog,
  readSettings,
  secretTextsOf,
  secretVariablesOf,
  startHost,
} from '@quyu/host';
import { type ThrowawayDatabase, createDatabase, randomRoot } from '@quyu/testkit';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openExchange } from '../requests/exchange.js';
import { vault } from './vault-plugin.js';

const plugins = [vault];
const variables = secretVariablesOf(plugins);
/** A text for each secret that stands nowhere else. */
const secretOf = (variable: string): string => `top-secret-${variable.toLowerCase()}`;
const secrets = variables.map(secretOf);
const folder = mkdtempSync(join(tmpdir(), 'quyu-vault-'));
const role = randomRoot();
let database: ThrowawayDatabase;
let issuer: LocalIssuer;

beforeAll(async () => {
  database = await createDatabase();
  issuer = await createLocalIssuer({ issuer: 'urn:quyu:test', audience: 'quyu' });
  await execute(`create role ${role} superuser login password '${secretOf('QUYU_DATABASE_URL')}'`);
});
afterAll(async () => {
  await execute(`drop role ${role}`);
  await database.drop();
  rmSync(folder, { recursive: true });
});

async function execute(statement: string): Promise<void> {
  const server = new URL(database.url);
  server.pathname = '/postgres';
  const client = new Client({ connectionString: server.href });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

const withLogin = (url: string, user: string, password: string): string =>
  Object.assign(new URL(url), { username: user, password }).href;

/** An environment in which every secret is set, one of them as a file. */
function environment(): Env {
  const file = join(folder, 'pin');
  writeFileSync(file, `${secretOf('VAULT_PIN')}\n`);
  const databaseUrl = withLogin(database.url, role, secretOf('QUYU_DATABASE_URL'));
  return {
    QUYU_DATABASE_URL: databaseUrl,
    QUYU_DATABASE_DIRECT_URL: databaseUrl,
    QUYU_DATABASE_USERS: JSON.stringify({ vault: secretOf('QUYU_DATABASE_USERS') }),
    QUYU_NATS_URL: withLogin(process.env['QUYU_TEST_NATS_URL']!, 'quyu', secretOf('QUYU_NATS_URL')),
    QUYU_NATS_USERS: JSON.stringify({ vault: secretOf('QUYU_NATS_USERS') }),
    QUYU_AUTH_ISSUER: 'urn:quyu:test',
    QUYU_AUTH_JWKS: JSON.stringify(issuer.jwks),
    QUYU_HTTP_PORT: '0',
    QUYU_BUS_ROOT: randomRoot(),
    QUYU_LOG_LEVEL: 'debug',
    VAULT_PIN_FILE: file,
    VAULT_API_KEY: secretOf('VAULT_API_KEY'),
    VAULT_ACCOUNTS: JSON.stringify({ ann: secretOf('VAULT_ACCOUNTS') }),
  };
}

interface Booted {
  readonly host: Host;
  readonly log: readonly string[];
}

async function boot(env: Env, lines: string[] = []): Promise<Booted> {
  const settings = readSettings(env, plugins);
  const log = createLog('debug', { write: (line) => lines.push(line) }, secretTextsOf(settings, plugins, env));
  log.debug({ settings, env }, 'as configured');
  const host = await startHost({ config: { plugins }, settings, env, log });
  return { host, log: lines };
} // prettier-ignore

const toldIn = (text: string): string[] => secrets.filter((secret) => text.includes(secret));
const faultOf = async (work: () => unknown): Promise<Error> => {
  try {
    await work();
  } catch (error) {
    return error as Error;
  }
  throw new Error('it went well');
};

describe('the secrets of a deployment', () => {
  test('are these: a new one is covered once it is in the environment above', () => {
    const set = Object.keys(environment()).map((name) => name.replace(/_FILE$/, ''));
    expect(variables).toEqual([
      'QUYU_DATABASE_URL', 'QUYU_DATABASE_DIRECT_URL', 'QUYU_DATABASE_USERS', 'QUYU_NATS_URL', 'QUYU_NATS_USERS',
      'VAULT_PIN', 'VAULT_API_KEY', 'VAULT_ACCOUNTS',
    ]); // prettier-ignore
    expect(variables.filter((variable) => !set.includes(variable))).toEqual([]);
  });

  test.each(variables)('%s: a value that is refused is not shown', async (variable) => {
    const env = { ...environment(), [`${variable}_FILE`]: undefined, QUYU_HTTP_PORT: 'x' };
    // Too short or no address or no JSON, according to what is asked for.
    const wrong = { ...env, [variable]: variable === 'VAULT_PIN' || variable === 'VAULT_API_KEY' ? 'secret-7' : secretOf(variable) }; // prettier-ignore
    const { message } = await faultOf(() => readSettings(wrong, plugins));
    expect(message).toMatch(new RegExp(`${variable} +\\(hidden\\)`));
    expect([toldIn(message), message.includes('secret-7')]).toEqual([[], false]);
  });
});

describe('a running deployment', () => {
  test('tells no secret and no token in its log, its answers, its pages or its figures', async () => {
    const { host, log } = await boot(environment());
    const token = await issuer.mint({ subject: 'ann', permissions: ['*'], expiresInSeconds: 60 });
    const exchange = openExchange(host.url);
    const get = { method: 'GET', headers: {}, body: undefined };
    const paths = ['/', '/health/ready', '/openapi.json', '/asyncapi.json', '/metrics', '/api/vault/v1/fail', '/api/vault/v1/chat', '/no-such', '/api/vault/v1/bus']; // prettier-ignore
    const answers: string[] = [];
    for (const path of paths) answers.push((await exchange({ ...get, path }, token)).text);
    answers.push((await exchange({ ...get, path: '/metrics' }, `${token}x`)).text);
    await host.stop();
    const written = log.join('');
    expect([toldIn(answers.join()), answers.join().includes(token)]).toEqual([[], false]);
    expect([toldIn(written), written.includes(token)]).toEqual([[], false]);
    // It did speak, of all of them.
    for (const said of [
      'as configured',
      'set up',
      'the pin is (hidden)',
      'for (hidden)',
      'the request failed',
    ])
      expect(written).toContain(said);
  });
});

describe('a boot that fails', () => {
  const unreachable = (env: Env): Env => ({
    ...env,
    QUYU_NATS_URL: `nats://q:${secretOf('QUYU_NATS_URL')}@127.0.0.1:1`,
  });
  const pinned: Env = { VAULT_PIN_FILE: undefined, VAULT_PIN: 'broken-by-this-pin' };
  const cases: readonly [string, (env: Env) => Env, RegExp][] = [
    ['without a broker', unreachable, /no NATS server answers/],
    ['of a plugin that throws what it was given', (env) => ({ ...env, ...pinned }), /the vault refuses \(hidden\)/],
  ]; // prettier-ignore

  test.each(cases)('%s tells no secret', async (_name, change, reason) => {
    const lines: string[] = [];
    const error = await faultOf(() => boot(change(environment()), lines));
    const told = `${error.message}${error.stack}${JSON.stringify(error)}${lines.join('')}`;
    expect(error.message).toMatch(reason);
    expect([toldIn(told), told.includes('broken-by-this-pin')]).toEqual([[], false]);
  });
});
