import { freePort } from '@quyu/embedded';
import { createDatabase, type ThrowawayDatabase } from '@quyu/testkit';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from './cli-process.js';

const SERVICES = ['territory', 'partner', 'incentive', 'marketing', 'feedback'];
/** Logins belong to the cluster: tests that make them agree on their passwords. */
const users = (...services: readonly string[]) =>
  JSON.stringify(Object.fromEntries(services.map((id) => [id, `password-of-${id}`])));

let database: ThrowawayDatabase;

beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database.drop());

/** Changes the database behind the command's back. */
async function execute(statement: string): Promise<void> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** As in the init container of a service: an address without a user, and the password of that service's login alone. */
const check = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const url = new URL(database.url);
  url.username = url.password = '';
  return runCli(['migrate', '--check', ...args], {
    QUYU_DATABASE_URL: url.href,
    QUYU_DATABASE_USERS: users('partner'),
    ...env,
  });
};
const reasonOf = (stderr: string): string =>
  (JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '') as { msg: string }).msg;

describe('quyu migrate --check, as the login of one service', { timeout: 60_000 }, () => {
  it('says all that is wrong with the environment at once', async () => {
    const { code, stderr } = await check(['partner'], {
      QUYU_DATABASE_URL: 'mysql://db',
      QUYU_DATABASE_USERS: 'partner',
    });
    expect(code).toBe(1);
    expect(reasonOf(stderr)).toMatch(/QUYU_DATABASE_URL .*; QUYU_DATABASE_USERS /);
  });

  it('says which services there are', async () => {
    const { code, stderr } = await check(['partners']);
    expect([code, reasonOf(stderr)]).toEqual([
      1,
      expect.stringMatching(/no service "partners".*territory, partner/),
    ]);
  });

  it('says that the database does not answer, of all services in one table', async () => {
    const address = `127.0.0.1:${await freePort()}`;
    const { code, stderr } = await check(['partner', 'incentive'], {
      QUYU_DATABASE_URL: `postgres://${address}/quyu`,
    });
    expect(code).toBe(1);
    for (const service of ['partner', 'incentive'])
      expect(stderr).toMatch(new RegExp(`^  ${service} .*${address}.*is Postgres running`, 'm'));
    expect(reasonOf(stderr)).toMatch(/"partner" .*ECONNREFUSED.*; "incentive" .*ECONNREFUSED/);
  });

  it('waits for the migrations, then agrees, and says what a newer version has applied', async () => {
    const owner = { QUYU_DATABASE_URL: database.url, QUYU_DATABASE_USERS: users(...SERVICES) };
    const migrated = await runCli(['migrate'], owner);
    expect([migrated.code, migrated.stderr]).toEqual([0, '']);
    expect(await check(['partner'])).toMatchObject({ code: 0, stdout: 'Every schema is up to date.\n' });

    await execute(`delete from partner.migration where name = (select max(name) from partner.migration)`);
    await execute(`insert into partner.quyu_migration values ('20991231_newer', '2099-12-31')`);
    const { code, stdout, stderr } = await check(['partner']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^pending {2}partner: 2026\d+_\w+\nahead {4}partner: 20991231_newer\n$/);
    expect(stderr).toMatch(
      /^ {2}service +what is wrong +what to do\n {2}partner +lacks 2026\d+_\w+ +run "quyu migrate"/m,
    );
    expect(reasonOf(stderr)).toMatch(
      /"partner" lacks 2026.*; "partner" is ahead by 20991231_newer: run the newer/,
    );
  });

  it('lets a schema be ahead when it is told to', async () => {
    await execute(`insert into incentive.migration values ('20991231_newer', '2099-12-31')`);
    const env = { QUYU_DATABASE_USERS: users('incentive') };
    const [strict, lenient] = await Promise.all([
      check(['incentive'], env),
      check(['incentive', '--allow-ahead'], env),
    ]);
    expect([strict.code, lenient.code]).toEqual([1, 0]);
  });

  it('has no right to do more: migrating as that login is refused', async () => {
    const url = new URL(database.url);
    url.username = 'quyu_partner_login';
    url.password = 'password-of-partner';
    const { code, stderr } = await runCli(['migrate', 'partner'], { QUYU_DATABASE_URL: url.href });
    expect([code, reasonOf(stderr)]).toEqual([1, expect.stringContaining('permission denied')]);
  });

  it('refuses a wrong password without showing it', async () => {
    const { code, stderr } = await check(['partner'], {
      QUYU_DATABASE_USERS: '{"partner":"wr0ng-passw0rd"}',
    });
    expect(code).toBe(1);
    expect(reasonOf(stderr)).toMatch(/password authentication failed for user .*has "quyu migrate" been run/);
    expect(stderr).not.toContain('wr0ng-passw0rd');
  });
});
