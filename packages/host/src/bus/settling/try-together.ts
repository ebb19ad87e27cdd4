import type { InHand } from '@quyu/lane';
import { countAttempts, findAttempts } from '../books/attempts.js';
import { outlastTrouble } from './outlast-trouble.js';
import { runBatch } from './run-batch.js';
import { type SettleContext, isEnd } from './settle-context.js';
import { KEPT_TURN } from '../lanes/turns.js';
import { traceOf } from './trace-of.js';

/** How many may be tried together that were tried so often before; from then on each is tried alone. */
const TOGETHER = [Infinity, 16];
/** Tries that each must have of its own, before it is put aside. */
const ALONE = 2;

/**
 * Cuts a batch into groups that may be tried together. A process that dies leaves up to all it had been given behind, of which one is
 * to blame at most: they are tried all together, and those that are here again in small groups, and then each alone. So a poison
 * is found in a few deaths, and the many that were only near it are not handled one by one.
 */
export async function groupForTry(
  batch: readonly InHand[],
  context: SettleContext,
): Promise<readonly (readonly InHand[])[]> {
  const suspects = suspectsOf(batch);
  if (suspects.length === 0) return [batch];
  const { consumer } = context.books.lane;
  const attempts = await outlastTrouble(context, () => findAttempts(context.pool, consumer, suspects));
  const groups: { readonly tried: number; readonly messages: InHand[] }[] = [];
  for (const message of batch) {
    const tried = attempts.get(message.received.eventId) ?? 0;
    const last = groups.at(-1);
    if (last?.tried === tried && last.messages.length < sizeOf(tried, context)) last.messages.push(message);
    else groups.push({ tried, messages: [message] });
  }
  return groups.map(({ messages }) => messages);
}

function sizeOf(tried: number, { retry }: SettleContext): number {
  return tried < retry.maxAttempts - ALONE ? (TOGETHER[tried] ?? 1) : 1;
}

/** @returns false when it failed, or may only be tried one by one: then nothing of it was done. */
export async function tryTogether(group: readonly InHand[], context: SettleContext): Promise<boolean> {
  const suspects = suspectsOf(group);
  if (suspects.length === 0) return tryGroup(group, context);
  if (group.length === 1) return false;
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
    const about = { ...traceOf(...group), err: error, lane: lane.name };
    context.log.info(about, 'a batch failed: handling its events one by one');
    return false;
  }
}

function suspectsOf(messages: readonly InHand[]): string[] {
  return messages.flatMap(({ received, isSuspect }) => (isSuspect ? [received.eventId] : []));
}
