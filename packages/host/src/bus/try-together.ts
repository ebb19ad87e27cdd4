import { countAttempts, findAttempted } from './attempts.js';
import { outlastTrouble } from './outlast-trouble.js';
import { runBatch } from './run-batch.js';
import { type InHand, type SettleContext, isEnd } from './settle-context.js';
import { KEPT_TURN } from './turns.js';

/**
 * Cuts a batch into groups that may be tried together. A process that dies leaves up to all it had been given behind, of which one is
 * to blame at most: they are tried together once, and what was tried before, and is here again, alone.
 */
export async function groupForTry(
  batch: readonly InHand[],
  context: SettleContext,
): Promise<readonly (readonly InHand[])[]> {
  const suspects = suspectsOf(batch);
  if (suspects.length === 0) return [batch];
  const { consumer } = context.books.lane;
  const tried = await outlastTrouble(context, () => findAttempted(context.pool, consumer, suspects));
  const groups: InHand[][] = [];
  let open = false;
  for (const message of batch) {
    const isAlone = tried.has(message.decoded.eventId);
    if (open && !isAlone) groups.at(-1)?.push(message);
    else groups.push([message]);
    open = !isAlone;
  }
  return groups;
}

/** @returns false when it failed, or may only be tried one by one: then nothing of it was done. */
export async function tryTogether(group: readonly InHand[], context: SettleContext): Promise<boolean> {
  const suspects = suspectsOf(group);
  if (suspects.length === 0) return tryGroup(group, context);
  // After this try each must have one of its own.
  if (group.length === 1 || context.retry.maxAttempts < 3) return false;
  const { consumer } = context.books.lane;
  const kept = { ...context, turn: KEPT_TURN };
  return context.suspects.take(async () => {
    await outlastTrouble(kept, () => countAttempts(kept.pool, consumer, suspects));
    return tryGroup(group, kept);
  });
}

async function tryGroup(group: readonly InHand[], context: SettleContext): Promise<boolean> {
  try {
    await runBatch(group, context);
    return true;
  } catch (error) {
    if (isEnd(error)) throw error;
    const { lane } = context.books;
    context.log.info({ err: error, lane: lane.name }, 'a batch failed: handling its events one by one');
    return false;
  }
}

function suspectsOf(messages: readonly InHand[]): string[] {
  return messages.flatMap(({ decoded, isSuspect }) => (isSuspect ? [decoded.eventId] : []));
}
