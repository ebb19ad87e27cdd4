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
