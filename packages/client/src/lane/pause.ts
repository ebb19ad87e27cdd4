import { setTimeout as sleep } from 'node:timers/promises';

/** Waits, but not longer than until `stop`. */
export async function pause(ms: number, stop: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal: stop });
  } catch (error) {
    if (!stop.aborted) throw error;
  }
}
