import type { Writable } from 'node:stream';
import type { Progress, ProgressStep } from './progress.js';

const REPEAT_MS = 5_000;

/** Progress as plain lines: one when a step ends, and one every five seconds while it is long. */
export function lineProgress(stream: Writable, now: () => number = Date.now): Progress {
  const write = (line: string): void => void stream.write(`${line}\n`);
  return { note: write, begin: (label) => beginLines(label, write, now) };
}

function beginLines(label: string, write: (line: string) => void, now: () => number): ProgressStep {
  const started = now();
  let told = started;
  const seconds = (): string => `${((now() - started) / 1000).toFixed(1)} s`;
  return {
    update: (done, total) => {
      if (now() - told < REPEAT_MS) return;
      told = now();
      write(`  ${label}: ${total > 0 ? `${Math.floor((100 * done) / total)} %` : done} (${seconds()})`);
    },
    finish: (outcome) => write(`  ${label}${outcome ? `: ${outcome}` : ''} (${seconds()})`),
    fail: () => write(`  ${label}: failed (${seconds()})`),
  };
}
