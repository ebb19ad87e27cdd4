import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs } from '@quyu/lane';
import { isNewEnough } from './connection/connection.js';
import { dangerOf, differences } from './provisioning/stream-config.js';
import { createWakeSignal, pause } from './wake-signal.js';

const never = new AbortController().signal;

describe('backing off', () => {
  it('doubles up to the cap, and takes at least half of it and at most all', () => {
    const backoff = { baseMs: 100, capMs: 1_000 };
    expect([1, 2, 3, 4, 5, 50].map((failures) => backoffMs(failures, backoff, 1))).toEqual([
      100, 200, 400, 800, 1_000, 1_000,
    ]);
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (failures, random) => {
          const ms = backoffMs(failures, backoff, random);
          const full = backoffMs(failures, backoff, 1);
          return ms >= full / 2 - 1 && ms <= full;
        },
      ),
    );
  });
});

describe('a wake signal', () => {
  it('wakes the sleeper', async () => {
    const signal = createWakeSignal();
    setTimeout(() => signal.wake(), 5);
    const began = performance.now();
    await signal.sleep(10_000, never);
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it('keeps a wake-up that came while nobody slept, once', async () => {
    const signal = createWakeSignal();
    signal.wake();
    await signal.sleep(10_000, never);
    const began = performance.now();
    await signal.sleep(30, never);
    expect(performance.now() - began).toBeGreaterThan(20);
  });

  it('does not sleep past a stop', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 5);
    const began = performance.now();
    await pause(10_000, stop.signal);
    await pause(10_000, stop.signal);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});

describe('the version of a server', () => {
  it('is new enough from 2.10 on', () => {
    expect(['2.9.25', '1.99.0', 'unknown'].map(isNewEnough)).toEqual([false, false, false]);
    expect(['2.10.0', '2.15.1', '3.0.0', '2.12.0-preview.1'].map(isNewEnough)).toEqual([
      true,
      true,
      true,
      true,
    ]);
  });
});

describe('the settings of a stream', () => {
  it('differ only where we asked for something else', () => {
    const found = { subjects: ['b', 'a'], num_replicas: 1, sealed: false };
    expect(differences(found, { subjects: ['a', 'b'], num_replicas: 1 })).toEqual([]);
    expect(differences(found, { num_replicas: 3 })).toEqual([
      { setting: 'num_replicas', found: 1, wished: 3 },
    ]);
  });

  it('may be changed as long as no event can get lost', () => {
    expect(dangerOf({ setting: 'num_replicas', found: 3, wished: 1 })?.loss).toContain('fewer copies');
    expect(dangerOf({ setting: 'num_replicas', found: 1, wished: 3 })).toBeUndefined();
    expect(dangerOf({ setting: 'storage', found: 'memory', wished: 'file' })?.loss).toContain(
      'cannot be changed',
    );
  });
});
