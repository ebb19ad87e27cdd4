import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MS = 50;

/** Something did not become true in time. */
export class NeverError extends Error {
  override readonly name = 'NeverError';
}

/**
 * Waits until something is true of the world. A look that fails counts as "not yet": the world is being broken.
 *
 * @throws NeverError with what was found last.
 */
export async function eventually<T>(
  what: string,
  look: () => Promise<T> | T,
  isRight: (found: T) => boolean,
  ms: number,
): Promise<T> {
  const end = performance.now() + ms;
  let last = '';
  for (;;) {
    try {
      const found = await look();
      if (isRight(found)) return found;
      last = JSON.stringify(found);
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    if (performance.now() > end) throw new NeverError(`${what}: not within ${ms} ms; last found ${last}`);
    await sleep(PAUSE_MS);
  }
}
