import { setTimeout as sleep } from 'node:timers/promises';
import { diskFull, EmbeddedError, tellsDiskFull } from './errors.js';
import { lastLines } from './server-log.js';
import type { ServerProcess } from './server-process.js';

const POLL_MS = 40;

/** What {@link waitReady} needs to know of a server. */
export interface Readiness {
  readonly name: string;
  readonly server: ServerProcess;
  readonly logFile: string;
  readonly timeoutMs: number;
  /** True when the server answers; throws only when waiting longer is pointless. */
  isReady(): Promise<boolean>;
}

/** Waits until a server answers; ends it and explains from its log when it does not. */
export async function waitReady(readiness: Readiness): Promise<void> {
  const deadline = Date.now() + readiness.timeoutMs;
  try {
    while (!(await readiness.isReady())) {
      if (readiness.server.hasExited()) throw notReady(readiness, 'stopped while starting');
      if (Date.now() > deadline) {
        throw notReady(readiness, `did not answer within ${Math.round(readiness.timeoutMs / 1000)} s`);
      }
      await sleep(POLL_MS);
    }
  } catch (error) {
    await readiness.server.stop();
    throw error;
  }
}

function notReady({ name, logFile }: Readiness, what: string): EmbeddedError {
  const log = lastLines(logFile);
  if (tellsDiskFull(log)) return diskFull(logFile);
  return new EmbeddedError(
    'NOT_READY',
    `${name} ${what}. The end of its log (${logFile}):\n${log || '(the log is empty)'}\nMend what the log names and start again.`,
  );
}
