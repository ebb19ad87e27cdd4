import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scratchDir } from './testing/scratch-dir.js';
import { isHeld, lockState } from './lock-state.js';
import { birthOf } from './processes.js';

const newDir = () => scratchDir('lock');
const deadPid = () => spawnSync('true').pid;

const ours = `${process.pid}\n${birthOf(process.pid) ?? ''}\n`;

/** Takes the lock and returns what it then says. */
async function takeOver(dir: string): Promise<string> {
  const lock = await lockState(dir);
  const text = readFileSync(lock.path, 'utf8');
  lock.release();
  return text;
}

describe('the lock of a state folder', () => {
  it('is refused while its holder runs, naming the process and the way out', async () => {
    const dir = newDir();
    const lock = await lockState(dir);
    await expect(lockState(dir)).rejects.toMatchObject({
      code: 'STATE_LOCKED',
      message: expect.stringMatching(
        new RegExp(`${dir}.*process ${process.pid}.*kill ${process.pid}`),
      ) as string,
    });
    lock.release();
  });

  it('can be taken again once released, and releasing twice harms nobody', async () => {
    const dir = newDir();
    const first = await lockState(dir);
    first.release();
    const second = await lockState(dir);
    first.release();
    expect(existsSync(second.path)).toBe(true);
    second.release();
    expect(existsSync(second.path)).toBe(false);
  });

  it('is taken over from a process that is gone', async () => {
    const dir = newDir();
    writeFileSync(join(dir, 'lock'), `${deadPid()}\nsome-birth\n`);
    expect(await takeOver(dir)).toBe(ours);
  });

  it('is taken over when its pid belongs to another process by now', async () => {
    const dir = newDir();
    writeFileSync(join(dir, 'lock'), `${process.pid}\nan-earlier-birth\n`);
    expect(await takeOver(dir)).toBe(ours);
  });

  it('is taken over when it was left unreadable', async () => {
    const dir = newDir();
    writeFileSync(join(dir, 'lock'), '');
    utimesSync(join(dir, 'lock'), 0, 0);
    expect(await takeOver(dir)).toBe(ours);
  });

  it('goes to exactly one of many that find it stale at once', async () => {
    const dir = newDir();
    writeFileSync(join(dir, 'lock'), `${deadPid()}\n\n`);
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lockState(dir)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('is held by a process that gives no birth, as long as it runs', () => {
    expect(isHeld({ pid: process.pid, birth: undefined })).toBe(true);
    expect(isHeld({ pid: process.pid, birth: birthOf(process.pid) })).toBe(true);
  });
});
