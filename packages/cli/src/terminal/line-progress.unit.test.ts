import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { lineProgress } from './line-progress.js';
import { openProgress } from './open-progress.js';
import { track } from './progress.js';

it('writes a line when a step ends, and one every five seconds while it is long', async () => {
  const stream = new PassThrough();
  let now = 0;
  const progress = lineProgress(stream, () => now);
  await track(
    progress,
    'sales lines',
    async (step) => {
      for (now = 0; now < 12_000; now += 1000) step.update(now, 20_000);
      return 7;
    },
    (count) => `${count} new`,
  );
  await expect(track(progress, 'partners', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(String(stream.read())).toBe(
    '  sales lines: 25 % (5.0 s)\n  sales lines: 50 % (10.0 s)\n  sales lines: 7 new (12.0 s)\n  partners: failed (0.0 s)\n',
  );
});

it('draws a bar only where a person looks on', async () => {
  const draw = async (isTTY: boolean) => {
    const stream = Object.assign(new PassThrough(), {
      isTTY,
      columns: 100,
      cursorTo: () => true,
      clearLine: () => true,
      moveCursor: () => true,
      clearScreenDown: () => true,
    });
    const step = openProgress(stream).begin('rewards');
    step.update(1, 2);
    step.update(2, 2);
    step.finish('done');
    return String(stream.read());
  };
  expect(await draw(true)).toContain('[');
  expect(await draw(false)).toBe('  rewards: done (0.0 s)\n');
});
