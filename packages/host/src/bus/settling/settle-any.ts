import { type InHand, backoffMs } from '@quyu/lane';
import { putAside } from './put-aside.js';
import type { SettleContext } from './settle-context.js';
import { tryAlone } from './try-alone.js';
import { groupForTry, tryTogether } from './try-together.js';

/**
 * Settles messages whose order does not matter: in one transaction, or, when that fails, one by one. One that fails goes back to the
 * broker to be tried again later by anybody, so that it holds nothing up.
 *
 * @throws StoppedError when the lane is to stop.
 */
export async function settleInAnyOrder(batch: readonly InHand[], context: SettleContext): Promise<void> {
  for (const group of await groupForTry(batch, context)) {
    if (await tryTogether(group, context)) continue;
    for (const message of group) await settleOne(message, context);
  }
}

/** Its tries are made by whoever is given it: they are counted where all can see it. */
async function settleOne(message: InHand, context: SettleContext): Promise<void> {
  const { maxAttempts, backoff, random } = context.retry;
  const fault = await tryAlone({ ...message, isSuspect: true }, 0, context);
  if (!fault) return;
  if (fault.attempts >= maxAttempts) await putAside(message, fault, context);
  else message.giveBack(backoffMs(fault.attempts, backoff, random()));
}
