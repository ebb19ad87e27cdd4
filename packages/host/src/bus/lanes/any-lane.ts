import { anyOrderBooks } from '../books/books.js';
import { type GivenUpContext, readGivenUp } from '../books/given-up.js';
import { type Held, giveBack, holdMessage, inHand, keepAlive } from '@quyu/lane';
import { ACK_WAIT_MS } from '../provisioning/stream-config.js';
import { type LaneSettings, readingOf } from './lane.js';
import { createSubjectFilter } from './lanes.js';
import { openPull } from './pull.js';
import { settleInAnyOrder } from '../settling/settle-any.js';
import type { SettleContext } from '../settling/settle-context.js';
import type { Turn } from './turns.js';
import { createWakeSignal } from '../wake-signal.js';

/** How often is asked what the broker has given up: nothing waits for it here. */
const LOOK_EVERY_MS = 10_000;

/**
 * Handles events of a lane in any order until `over`, beside all other replicas: each takes what the broker gives it.
 *
 * @throws when no more deliveries will come.
 */
export async function consumeInAnyOrder(over: AbortSignal, settings: LaneSettings): Promise<void> {
  const { lane, watch, retry } = settings;
  const held = new Set<Held>();
  const hand = new Set<Held>();
  const arrivals = createWakeSignal();
  const isConsumed = createSubjectFilter(settings.root, lane);
  const reading = readingOf(settings);
  // What came over a connection that broke comes again.
  const ignoreDown = watch.onDown(() => held.clear());
  const pull = await openPull({
    ...settings,
    onMessage(message) {
      if (!isConsumed(message.subject)) return message.ack();
      held.add(holdMessage(message, reading));
      arrivals.wake();
    },
  });
  const stopKeeping = keepAlive(() => [...held, ...hand], ACK_WAIT_MS);
  const ended = AbortSignal.any([over, pull.ended]);
  const context = { ...settings, books: anyOrderBooks(lane, retry.random()), over: ended };
  try {
    while (!ended.aborted) {
      if (held.size === 0) {
        await lookForGivenUp(watch.isUp(), context);
        await arrivals.sleep(LOOK_EVERY_MS, ended);
      } else await settings.turns.take((turn) => handleNext(held, hand, turn, context));
    }
    if (pull.ended.aborted) throw pull.ended.reason;
  } finally {
    ignoreDown();
    stopKeeping();
    await pull.close();
    giveBack([...hand, ...held]);
  }
}

async function lookForGivenUp(isUp: boolean, context: GivenUpContext): Promise<void> {
  if (isUp) await readGivenUp(context);
}

async function handleNext(
  held: Set<Held>,
  hand: Set<Held>,
  turn: Turn,
  context: LaneSettings & Omit<SettleContext, 'turn'>,
): Promise<void> {
  const batch = context.over.aborted ? [] : [...held].slice(0, context.batchSize);
  if (batch.length === 0) return;
  for (const each of batch) {
    held.delete(each);
    hand.add(each);
  }
  await settleInAnyOrder(
    batch.map((each) => inHand(each, hand)),
    { ...context, turn },
  );
}
