import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { connectNats, createLog } from '@quyu/host';
import { createTemporaryFolder } from '@quyu/embedded';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { natsPasswords } from '../deployment/state-files.js';
import { runCli } from './cli-process.js';
import { type PlatformProcess, startPlatformProcess, waitFor } from './running-platform.js';

const MINUTES = 60_000;

let work: string;
let state: string;
let platform: PlatformProcess;

const quyu = (...args: string[]) => runCli(['events', ...args, '--state', state]);

/** Puts something that is no event on the partners' stream, where incentive listens. */
async function publishRubbish(): Promise<void> {
  const options = { user: 'partner', pass: natsPasswords.read(state)?.['partner'] ?? '' };
  const { natsUrl } = platform;
  const nc = await connectNats({ natsUrl, name: 'test', log: createLog('silent'), options });
  nc.publish('quyu.partner.enrolled.v1.p00', 'rubbish');
  await nc.close();
}

beforeAll(async () => {
  work = createTemporaryFolder('quyu-operate');
  state = join(work, 'state');
  platform = await startPlatformProcess(state, '--no-import');
  await publishRubbish();
  await waitFor(async () => {
    const { items } = await platform.clients.hostOf.incentive.listDeadLetters({ query: {} });
    return items[0];
  });
}, 2 * MINUTES);

afterAll(async () => {
  platform.process.child.kill('SIGTERM');
  await platform.process.finished;
  await rm(work, { recursive: true, force: true });
}, MINUTES);

describe('whoever runs the platform', () => {
  it('sees what waits and what was put aside', { timeout: MINUTES }, async () => {
    const lag = (await quyu('lag')).stdout;
    expect(lag).toMatch(/incentive +│ partner +│ 16 /);
    expect(lag).not.toContain('incentive-p00');
    expect((await quyu('lag', '--service', 'incentive', '--lanes')).stdout).toContain('incentive-p00');
    const [own] = JSON.parse((await quyu('lag', '--service', 'incentive', '--json')).stdout);
    expect(own).toMatchObject({ service: 'incentive', outbox: { size: 0 } });
    expect(own.lanes.length).toBeGreaterThanOrEqual(16);
    const list = await quyu('dead', 'list', '--service', 'incentive');
    expect(list).toMatchObject({ code: 0, stderr: '' });
    expect(list.stdout).toContain('incentive/1');
    const shown = await quyu('dead', 'show', 'incentive/1');
    expect(shown.stdout).toContain('rubbish');
    const event = JSON.parse((await quyu('show', 'partner/1', '--json')).stdout);
    expect(event).toMatchObject({ service: 'partner', place: 'stream', payload: 'rubbish' });
    expect((await quyu('parked', 'list')).stdout).toBe('Nothing is parked.\n');
  });

  it(
    'tries a dead letter again, gives it up, and is told when it is too late',
    { timeout: MINUTES },
    async () => {
      const again = await quyu('dead', 'replay', 'incentive/1', '--json');
      expect(again.code).toBe(1);
      expect(JSON.parse(again.stdout)).toMatchObject([{ service: 'incentive', replayed: 0, failed: 1 }]);
      const given = await quyu('dead', 'discard', 'incentive/1', '--note', 'rubbish');
      expect(given).toMatchObject({ code: 0, stdout: expect.stringContaining('1 discarded of 1') });
      const late = await quyu('dead', 'replay', 'incentive/1');
      expect(late).toMatchObject({ code: 1, stderr: expect.stringContaining('it was discarded by') });
      expect(await quyu('republish', 'partner', '--from', '1', '--dry-run')).toMatchObject({
        code: 0,
        stdout: 'partner: 0 would be published again, 1 passed over\n',
      });
    },
  );

  it.each([
    [['dead', 'list', '--service', 'nobody'], 'There is no service "nobody".'],
    [['dead', 'replay'], 'It is not said which.'],
    [['dead', 'replay', 'seventeen'], '"seventeen" names nothing.'],
    [['dead', 'replay', '--type', 'partner.gone.v1'], 'No dead letter matches.'],
    [['show', 'partner/999'], 'There is no event partner/999 of partner.'],
    [['republish', 'partner', '--from', '999'], 'the stream holds the sequences 1 to 1'],
  ])('is told plainly what is wrong with %j', { timeout: MINUTES }, async (args, message) => {
    const { code, stderr } = await quyu(...args);
    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(code).toBe(1);
  });
});
