import { freePort } from '@quyu/embedded';
import { describe, expect, it } from 'vitest';
import { runCli } from './cli-process.js';

/** Fails in the middle of the command, as soon as it listens for such failures. */
const FAILING = `process.on("newListener",(name)=>{if(name==="uncaughtException")setImmediate(()=>{FAILURE})})`;
const preload = (failure: string): Readonly<Record<string, string>> => ({
  NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(FAILING.replace('FAILURE', failure))}`,
});

describe('the last line of a container that dies of what nobody caught', { timeout: 60_000 }, () => {
  it.each([
    ['an error', 'throw new Error("the pipe burst")'],
    ['a promise', 'void Promise.reject(new Error("the pipe burst"))'],
  ])('says why: %s', async (_, failure) => {
    const { code, stderr } = await runCli(['serve', 'partner'], preload(failure));
    const lines = stderr.trimEnd().split('\n');
    expect(code).toBe(1);
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
      level: 60,
      msg: expect.stringMatching(/^quyu serve ended: .*the pipe burst/),
    });
    expect(stderr).toMatch(/^ +at /m);
  });
});

/** What the last line of a container that was refused says. */
async function reasonOf(args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> {
  const { code, stderr } = await runCli(args, env);
  expect(code).toBe(1);
  return (JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '') as { msg: string }).msg;
}

describe('the last line of a container that does not start', { timeout: 60_000 }, () => {
  it('names every variable that is missing or wrong, of each command', async () => {
    const wrong = { QUYU_DATABASE_URL: 'mysql://db', QUYU_DATABASE_USERS: 'x', QUYU_NATS_USERS: 'x' };
    const [serve, migrate, provision] = await Promise.all(
      [['serve', 'partner'], ['migrate'], ['provision']].map((args) => reasonOf(args, wrong)),
    );
    const named = (text: string | undefined): unknown => text?.match(/QUYU_[A-Z_]+/g)?.toSorted();
    expect(named(serve)).toEqual([
      'QUYU_AUTH_ISSUER',
      'QUYU_DATABASE_URL',
      'QUYU_DATABASE_USERS',
      'QUYU_NATS_URL',
      'QUYU_NATS_USERS',
    ]);
    expect(named(migrate)).toEqual(['QUYU_DATABASE_URL', 'QUYU_DATABASE_USERS']);
    expect(named(provision)).toEqual(['QUYU_NATS_URL', 'QUYU_NATS_USERS']);
  });

  it('says of the database and of the broker that neither answers', async () => {
    const [database, broker] = [await freePort(), await freePort()];
    const reason = await reasonOf(['serve', 'partner', 'incentive'], {
      QUYU_DATABASE_URL: `postgres://quyu:hunter2-hunter2@127.0.0.1:${database}/quyu`,
      QUYU_NATS_URL: `nats://127.0.0.1:${broker}`,
      QUYU_AUTH_ISSUER: 'https://login.example.org',
    });
    expect(reason).toMatch(new RegExp(`checking the database.*127.0.0.1:${database}.*Is Postgres running`));
    expect(reason).toMatch(new RegExp(`connecting to NATS.*127.0.0.1:${broker}`));
    expect(reason).not.toContain('hunter2');
  });
});
