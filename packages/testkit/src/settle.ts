import { setTimeout as sleep } from 'node:timers/promises';
import type { BusStatus } from '@quyu/contract-kit';

const PAUSE_MS = 20;

/**
 * Waits until every service's outbox is empty, nothing waits to be handled and no job is left. One quiet look is not enough: what a
 * service has just handled may be on its way out of it. So nothing may have moved between two looks.
 *
 * @throws Error that shows each service's state at the end.
 */
export async function settleAll(
  look: () => Promise<Readonly<Record<string, BusStatus>>>,
  timeoutMs: number,
): Promise<void> {
  const end = performance.now() + timeoutMs;
  let before = '';
  for (;;) {
    const states = await look();
    const now = JSON.stringify(states);
    const quiet = Object.values(states).every(({ outbox, pending, jobs }) => outbox + pending + jobs === 0);
    if (quiet && now === before) return;
    if (performance.now() > end) throw new Error(`still busy after ${timeoutMs} ms: ${now}`);
    before = now;
    await sleep(PAUSE_MS);
  }
}
