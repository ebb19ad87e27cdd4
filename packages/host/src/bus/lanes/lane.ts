import type { JsMsg } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Pool } from 'pg';
import { type Held, LaneOrder, type ReadContext, giveBack, holdMessage, inHand, keepAlive } from '@quyu/lane';
import { readGivenUp } from '../books/given-up.js';
import { orderedBooks } from '../books/books.js';
import type { ConnectionWatch } from '../connection/connection-watch.js';
import { beginEpoch, findInInbox } from '../books/inbox.js';
import { ACK_WAIT_MS } from '../provisioning/stream-config.js';
import { type Lane, createSubjectFilter } from './lanes.js';
import { type Pull, openPull } from './pull.js';
import { settleBatch } from '../settling/settle-batch.js';
import type { SettleContext } from '../settling/settle-context.js';
import type { Turn, Turns } from './turns.js';
import { type WakeSignal, createWakeSignal, pause } from '../wake-signal.js';

/** Settings of {@link consumeInOrder}, and of its counterpart for any order. */
export interface LaneSettings extends Omit<SettleContext, 'books' | 'turn' | 'over'> {
  readonly lane: Lane;
  readonly nc: NatsConnection;
  readonly watch: ConnectionWatch;
  readonly root: string;
  readonly pool: Pool;
  readonly turns: Turns;
  /** Most events in one transaction. */
  readonly batchSize: number;
}

const ASK_AGAIN_MS = 100;
/** Deliveries wake the lane; this is for what nobody tells. */
const IDLE_MS = 30_000;

/**
 * Handles a lane's events in order until `over`, for the replica that holds it: first it collects what the holder before it had been
 * given.
 *
 * @throws LaneLostError when another replica has it after all. @throws when no more deliveries will come.
 */
export async function consumeInOrder(over: AbortSignal, settings: LaneSettings): Promise<void> {
  const { lane, pool } = settings;
  const order = new LaneOrder<Held>();
  const arrivals = createWakeSignal();
  const hand = new Set<Held>();
  const books = orderedBooks(lane, await beginEpoch(pool, lane));
  const ignoreDown = settings.watch.onDown(() => order.reset());
  const onMessage = createReceiver(order, arrivals, settings);
  const pull = await openPull({ ...settings, onMessage });
  const stopKeeping = keepAlive(() => [...order.held(), ...hand], ACK_WAIT_MS);
  const state: LaneState = { order, hand, arrivals, pull, over: AbortSignal.any([over, pull.ended]) };
  try {
    await handleInOrder(state, { ...settings, books, over: state.over });
    if (pull.ended.aborted) throw pull.ended.reason;
  } finally {
    ignoreDown();
    stopKeeping();
    await pull.close();
    giveBack([...hand, ...order.held()]);
  }
}

/** What one term of a lane works with. */
interface LaneState {
  readonly order: LaneOrder<Held>;
  readonly hand: Set<Held>;
  readonly arrivals: WakeSignal;
  readonly pull: Pull;
  readonly over: AbortSignal;
}

type TermContext = LaneSettings & Omit<SettleContext, 'turn'>;

function createReceiver(
  order: LaneOrder<Held>,
  arrivals: WakeSignal,
  settings: LaneSettings,
): (message: JsMsg) => void {
  const isConsumed = createSubjectFilter(settings.root, settings.lane);
  const reading = readingOf(settings);
  return (message) => {
    const held = holdMessage(message, reading);
    const reception = order.receive(held);
    if (reception === 'done') message.ack();
    if (!isConsumed(message.subject)) {
      order.drop(held.streamSequence);
      message.ack();
    }
    arrivals.wake();
  };
}

/** What reads the messages of a lane. */
export function readingOf({ root, lane }: Pick<LaneSettings, 'root' | 'lane'>): ReadContext {
  return { root, stream: lane.stream, contracts: lane.events };
}

async function handleInOrder(state: LaneState, context: TermContext): Promise<void> {
  const { order, arrivals, over } = state;
  while (!over.aborted) {
    if (!order.inOrder && !(await collect(state, context))) {
      await pause(ASK_AGAIN_MS, over);
    } else if (order.heldCount === 0) {
      await arrivals.sleep(IDLE_MS, over);
    } else {
      await context.turns.take((turn) => handleNext(state, turn, context));
    }
  }
}

/** What has come meanwhile is taken as well: a batch is as large as the wait for its turn was long. */
async function handleNext({ order, hand, over }: LaneState, turn: Turn, context: TermContext): Promise<void> {
  const batch = over.aborted ? [] : order.take(context.batchSize);
  if (batch.length === 0) return;
  for (const held of batch) hand.add(held);
  await settleBatch(
    batch.map((held) => inHand(held, hand)),
    { ...context, turn },
  );
  order.finish();
}

/** @returns true once everything that was given to anybody is here. */
async function collect({ order, pull }: LaneState, context: TermContext): Promise<boolean> {
  const { lane, watch, log } = context;
  if (!watch.isUp()) return false;
  await leaveOutDone(order, context);
  const info = await pull.info();
  // What the broker has given up is missing in its count: it must be put aside before anything behind it is handled.
  await readGivenUp(context);
  const state = { delivered: info.delivered.consumer_seq, ackPending: info.num_ack_pending };
  const collected = order.settle(state, (held) => held.isUndone);
  if (!collected)
    log.debug({ lane: lane.name, ...state, held: order.heldCount }, 'collecting what others had been given');
  return collected;
}

async function leaveOutDone(order: LaneOrder<Held>, { pool, lane }: TermContext): Promise<void> {
  const unchecked = order.held().filter((held) => !held.isUndone);
  if (unchecked.length === 0) return;
  const ids = unchecked.map((held) => held.received().eventId);
  const done = await findInInbox(pool, lane.consumer, ids);
  for (const held of unchecked) {
    if (done.has(held.received().eventId)) {
      held.message.ack();
      order.drop(held.streamSequence);
    } else held.isUndone = true;
  }
}
