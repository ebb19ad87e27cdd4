import type { Writable } from 'node:stream';
import type { Progress } from './progress.js';
import { barProgress } from './bar-progress.js';
import { lineProgress } from './line-progress.js';

/** Bars where a person looks on, plain lines where a log is written. */
export function openProgress(stream: Writable & { isTTY?: boolean } = process.stderr): Progress {
  return stream.isTTY === true ? barProgress(stream) : lineProgress(stream);
}
