import { rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { createTemporaryFolder } from '@quyu/embedded';
import { freePort } from '@quyu/embedded';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Finished, runCli } from './cli-process.js';
import { type PlatformProcess, startPlatformProcess } from './running-platform.js';

const MINUTES = 60_000;

let work: string;
let platform: PlatformProcess;
let blocker: Server;

beforeAll(async () => {
  work = createTemporaryFolder('quyu-refusals');
  platform = await startPlatformProcess(join(work, 'state'), '--no-import');
  blocker = createServer();
  await new Promise<void>((listening) => blocker.listen(0, '127.0.0.1', listening));
}, MINUTES);

afterAll(async () => {
  blocker.close();
  platform.process.child.kill('SIGTERM');
  await platform.process.finished;
  await rm(work, { recursive: true, force: true });
}, MINUTES);

const portOf = (server: Server): number => (server.address() as { port: number }).port;
/** What a command said as it refused; anything but exit code 1 and a message without a stack fails. */
const refusalOf = async (command: Promise<Finished>): Promise<string> => {
  const { code, stderr } = await command;
  if (code !== 1 || /^\s+at /m.test(stderr)) throw new Error(`exit code ${code}, and it said:\n${stderr}`);
  return stderr;
};

describe('one clear message', () => {
  it('when another platform runs from the same state', async () => {
    const said = await refusalOf(runCli(['up', '--state', join(work, 'state')]));
    expect(said).toContain(`in use by process ${platform.pid}. Stop it first`);
  });

  it(
    'when the port is taken',
    async () => {
      const port = portOf(blocker);
      const said = await refusalOf(runCli(['up', '--state', join(work, 'other'), '--port', String(port)]));
      expect(said).toContain(`Port ${port} is taken by another program.\nChoose another with --port`);
    },
    MINUTES,
  );

  it('when the state folder cannot be one', async () => {
    const said = await refusalOf(runCli(['up', '--state', '/dev/null/state']));
    expect(said).toMatch(/\/dev\/null\/state.*choose another state folder/);
  });

  it('when no platform runs', async () => {
    const said = await refusalOf(runCli(['report', '--state', join(work, 'nowhere')]));
    expect(said).toMatch(/No platform runs from .*\nStart one with "npm start"/);
  });

  it('when nothing answers at the address', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const said = await refusalOf(runCli(['report', '--url', url, '--token', 'x']));
    expect(said).toMatch(/Nothing answers at 127\.0\.0\.1:\d+.*\n.*npm start/);
  });

  it('when the token is not taken', async () => {
    const said = await refusalOf(runCli(['report', '--url', platform.url, '--token', 'x']));
    expect(said).toMatch(/UNAUTHENTICATED[\s\S]*--token/);
  });

  it('when a service is not one of the deployment', async () => {
    const said = await refusalOf(runCli(['serve', 'partner', 'warehouse']));
    expect(said).toMatch(/no service "warehouse"[\s\S]*territory, partner, incentive, marketing, feedback/);
  });

  it('when the environment lacks what serve needs: all of it at once', async () => {
    const said = await refusalOf(runCli(['serve', 'partner']));
    expect(said).toMatch(/QUYU_DATABASE_URL[\s\S]*QUYU_NATS_URL[\s\S]*QUYU_AUTH_ISSUER/);
  });

  it(
    'when there is no nats-server to be had',
    async () => {
      const env = { NATS_SERVER_BIN: '/nowhere/nats-server' };
      const said = await refusalOf(runCli(['up', '--state', join(work, 'no-nats')], env));
      expect(said).toContain('/nowhere/nats-server');
    },
    MINUTES,
  );
});

describe('Ctrl-C', () => {
  it(
    'stops the platform in order, and nothing is left running',
    async () => {
      platform.process.child.kill('SIGINT');
      const { code, stderr } = await platform.process.finished;
      expect([code, stderr]).toEqual([0, expect.stringContaining('Stopping')]);
      await expect(fetch(platform.url)).rejects.toThrow('fetch failed');
    },
    MINUTES,
  );
});
