import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedError, lockState } from '@quyu/embedded';

const PATIENCE_MS = 15_000;
const RETRY_MS = 50;

/**
 * Does something with the logins of a folder that no other process does at the same time. A refresh token is good once: an
 * issuer that is shown one twice ends the login, as if it had been stolen.
 */
export async function withLoginsLocked<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const lock = await takeLock(join(folder, 'logins'), performance.now() + PATIENCE_MS);
  try {
    return await work();
  } finally {
    lock.release();
  }
}

async function takeLock(folder: string, untilMs: number): ReturnType<typeof lockState> {
  for (;;) {
    try {
      return await lockState(folder);
    } catch (error) {
      const isHeld = error instanceof EmbeddedError && error.code === 'STATE_LOCKED';
      if (!isHeld || performance.now() > untilMs) throw error;
    }
    await sleep(RETRY_MS);
  }
}
