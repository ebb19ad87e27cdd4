import { EventEmitter, once } from 'node:events';
import type { ConsumerInfo, JsMsg } from '@nats-io/jetstream';
import { type Held, LaneOrder, giveBack, holdMessage, inHand, keepAlive } from '@quyu/lane';
import { ACK_WAIT_MS } from '../provisioning/consumer-config.js';
import { pause } from './pause.js';
import type { Term } from './settler.js';
import { type Source, isAskedFor } from './source.js';

/** One term of handling a source's events in order. */
export interface Lane {
  receive(message: JsMsg): void;
  /** Settles what comes, in the order of the stream, until `over`. @throws Error when another process has some of it. */
  handleUntil(over: AbortSignal): Promise<void>;
  /** Gives back what is not settled, so that whoever goes on need not wait for its time to run out. */
  giveBack(): void;
}

/** Settings of {@link openLane}. */
export interface TermSettings {
  readonly source: Source;
  readonly term: Term;
  /** What the broker says of the consumer now. */
  readonly info: () => Promise<ConsumerInfo>;
  /** Called when the lane is in order. */
  readonly goesWell: () => void;
}

const ASK_AGAIN_MS = 100;
/** What a dead process had is ours after the first wait; what is not after the second, somebody else holds on to. */
const GATHER_MS = 2 * ACK_WAIT_MS + 1_000;

/** Opens a lane; nothing is handled before {@link Lane.handleUntil}. */
export function openLane(settings: TermSettings): Lane {
  const order = new LaneOrder<Held>();
  const hand = new Set<Held>();
  const arrivals = new EventEmitter();
  const state: LaneState = { ...settings, order, hand, arrivals };
  const stopKeeping = keepAlive(() => [...order.held(), ...hand], ACK_WAIT_MS);
  return {
    receive: (message) => receive(message, state),
    handleUntil: (over) => handleInOrder(state, over),
    giveBack() {
      stopKeeping();
      giveBack([...hand, ...order.held()]);
    },
  };
}

interface LaneState extends TermSettings {
  readonly order: LaneOrder<Held>;
  readonly hand: Set<Held>;
  readonly arrivals: EventEmitter;
}

function receive(message: JsMsg, { order, source, arrivals }: LaneState): void {
  const held = holdMessage(message, source);
  if (order.receive(held) === 'done') message.ack();
  if (!isAskedFor(source, message.subject)) {
    order.drop(held.streamSequence);
    message.ack();
  }
  arrivals.emit('arrival');
}

async function handleInOrder(state: LaneState, over: AbortSignal): Promise<void> {
  const { order, hand, arrivals, term } = state;
  while (!over.aborted) {
    if (!order.inOrder) await gather(state, over);
    const batch = order.take(term.batchSize);
    if (batch.length === 0) {
      await nextArrival(arrivals, over);
      continue;
    }
    for (const held of batch) hand.add(held);
    await term.settle(
      batch.map((held) => inHand(held, hand)),
      over,
    );
    order.finish();
  }
}

/** Waits until everything that the broker has given to anybody is here: to handle what came first could break the order. */
async function gather(state: LaneState, over: AbortSignal): Promise<void> {
  const end = performance.now() + GATHER_MS;
  while (!over.aborted) {
    if (await isAllHere(state)) return state.goesWell();
    if (performance.now() > end) {
      throw new Error('another process holds some of the events: they are handled by one at a time');
    }
    await pause(ASK_AGAIN_MS, over);
  }
}

async function isAllHere({ order, term, info }: LaneState): Promise<boolean> {
  const unchecked = order.held().filter((held) => !held.isUndone);
  const settled = await term.findSettled(unchecked.map((held) => held.received()));
  for (const held of unchecked) {
    if (settled.has(held.received().eventId)) {
      held.message.ack();
      order.drop(held.streamSequence);
    } else held.isUndone = true;
  }
  const { delivered, num_ack_pending: ackPending } = await info();
  return order.settle({ delivered: delivered.consumer_seq, ackPending }, (held) => held.isUndone);
}

async function nextArrival(arrivals: EventEmitter, over: AbortSignal): Promise<void> {
  try {
    await once(arrivals, 'arrival', { signal: over });
  } catch (error) {
    if (!over.aborted) throw error;
  }
}
