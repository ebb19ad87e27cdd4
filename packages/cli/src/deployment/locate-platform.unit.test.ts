import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { locatePlatform } from './locate-platform.js';
import { mainJobNote, runningNote } from './state-files.js';

let state: string;
beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'state-'));
  vi.stubEnv('QUYU_URL', undefined);
  vi.stubEnv('QUYU_TOKEN', undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  return rm(state, { recursive: true });
});

const running = {
  url: 'http://127.0.0.1:4321',
  pid: process.pid,
  natsUrl: 'nats://127.0.0.1:1',
  issuer: 'http://127.0.0.1:2',
  databaseUrl: 'postgres://127.0.0.1:1/quyu',
  boot: 2.5,
};

describe('the platform a command talks to', () => {
  it('is the one that runs from the state folder, with tokens that are asked for when they are needed', async () => {
    runningNote.write(state, running);
    mainJobNote.write(state, { finishedAt: '2026-01-01T00:00:00Z', year: 2019, import: 5, calculate: 3 });
    const { baseUrl, token, seconds } = await locatePlatform({ state });
    expect(baseUrl).toBe(running.url);
    expect(seconds).toEqual({ boot: 2.5, import: 5, calculate: 3 });
    expect(token).toBeTypeOf('function');
  });

  it('is the one that was named, by option or environment', async () => {
    vi.stubEnv('QUYU_URL', 'https://quyu.example.org/');
    vi.stubEnv('QUYU_TOKEN', 'from-env');
    expect(await locatePlatform({ state })).toMatchObject({
      baseUrl: 'https://quyu.example.org',
      token: 'from-env',
    });
    expect(await locatePlatform({ state, url: 'http://other:1', token: 't' })).toMatchObject({
      baseUrl: 'http://other:1',
    });
  });

  it('never gets a local token when it is another one', async () => {
    runningNote.write(state, running);
    await expect(locatePlatform({ state, url: 'http://elsewhere:4321' })).rejects.toThrow(
      'No token is known',
    );
    expect((await locatePlatform({ state, url: running.url })).baseUrl).toBe(running.url);
  });

  it('is not one whose process is gone', async () => {
    runningNote.write(state, { ...running, pid: 2 ** 22 + 1 });
    await expect(locatePlatform({ state })).rejects.toThrow('No platform runs from');
  });

  it('must be named by an address', async () => {
    await expect(locatePlatform({ state, url: 'localhost', token: 't' })).rejects.toThrow(
      'is not an address',
    );
  });
});
