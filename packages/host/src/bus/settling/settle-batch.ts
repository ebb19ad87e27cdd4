import { type InHand, backoffMs } from '@quyu/lane';
import { putAside } from './put-aside.js';
import { type SettleContext, StoppedError } from './settle-context.js';
import { tryAlone } from './try-alone.js';
import { groupForTry, tryTogether } from './try-together.js';

/**
 * Sees to it that every message of a batch is settled: handled in one transaction, or, when that fails, one by one, so
 * that only the one at fault is retried and in the end put aside. The order is kept throughout: nothing overtakes.
 *
 * @throws StoppedError when the lane is to stop, LaneLostError when it belongs to another replica.
 */
export async function settleBatch(batch: readonly InHand[], context: SettleContext): Promise<void> {
  for (const group of await groupForTry(batch, context)) {
    if (await tryTogether(group, context)) continue;
    for (const message of group) await settleOne(message, context);
  }
}

/** Tries a message in its place until it is done, or put aside. */
async function settleOne(message: InHand, context: SettleContext): Promise<void> {
  const { maxAttempts, backoff, random } = context.retry;
  for (let failures = 0; ; failures += 1) {
    const fault = await tryAlone(message, failures, context);
    if (!fault) return;
    if (fault.attempts >= maxAttempts) return putAside(message, fault, context);
    await context.turn.rest(backoffMs(failures + 1, backoff, random()), context.over);
    if (context.over.aborted) throw new StoppedError();
  }
}
