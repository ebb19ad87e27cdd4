import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { aheadOf, begun } from './ahead.js';

/** Tells what is made and when it ends; fails in the place of an item, if one is named. */
async function* made(log: string[], count: number, failing = -1): AsyncGenerator<number> {
  try {
    for (let item = 0; item < count; item += 1) {
      log.push(`make ${item}`);
      if (item === failing) throw new Error(`cannot make ${item}`);
      yield item;
    }
  } finally {
    log.push('end');
  }
}

async function takeAll(items: AsyncIterable<number>, log: string[]): Promise<void> {
  for await (const item of items) {
    log.push(`take ${item}`);
    await turn();
    await turn();
    log.push(`taken ${item}`);
  }
}

describe('items made ahead', () => {
  it('are made while the one before is dealt with, and not sooner', async () => {
    const log: string[] = [];
    await takeAll(aheadOf(made(log, 3)), log);
    expect(log).toEqual([
      'make 0', 'take 0', 'make 1', 'taken 0', 'take 1', 'make 2', 'taken 1', 'take 2', 'end', 'taken 2',
    ]); // prettier-ignore
  });

  it('fail when the one that fails is asked for', async () => {
    const log: string[] = [];
    await expect(takeAll(aheadOf(made(log, 3, 1)), log)).rejects.toThrow('cannot make 1');
    expect(log).toEqual(['make 0', 'take 0', 'make 1', 'end', 'taken 0']);
  });

  it('end with whoever leaves', async () => {
    const log: string[] = [];
    for await (const item of aheadOf(made(log, 3))) if (item === 0) break;
    expect(log.at(-1)).toBe('end');
  });
});

describe('items begun', () => {
  it('have the first made at once, and the others as they are asked for', async () => {
    const log: string[] = [];
    const items = begun(made(log, 2));
    expect(log).toEqual(['make 0']);
    await takeAll(items, log);
    expect(log).toEqual(['make 0', 'take 0', 'taken 0', 'make 1', 'take 1', 'taken 1', 'end']);
  });

  it('fail when they are asked for', async () => {
    const items = begun(made([], 2, 0));
    await turn();
    await expect(takeAll(items, [])).rejects.toThrow('cannot make 0');
    await expect(takeAll(begun(made([], 0)), [])).resolves.toBeUndefined();
  });
});
