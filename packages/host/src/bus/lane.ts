import type { JsMsg } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { EventContract } from '@quyu/contract-kit';
import type { Pool } from 'pg';
import { messageOf } from '../database/errors.js';
import { schemaOf } from '../database/names.js';
import type { ConnectionWatch } from './connection-watch.js';
import { beginEpoch, findInInbox } from './inbox.js';
import { type Held, holdMessage } from './held-message.js';
import { pruneInboxUntil } from './prune-inbox.js';
import { openPull, type Pull } from './pull.js';
import { LaneOrder } from '@quyu/lane';
import { leadWhilePossible } from './session-lock.js';
import { type SettleContext, settleBatch } from './settle-batch.js';
import { ACK_WAIT_MS } from './stream-config.js';
import { type WakeSignal, createWakeSignal, pause } from './wake-signal.js';

/** Settings of {@link runLane}. */
export interface LaneSettings extends Omit<SettleContext, 'epoch' | 'over'> {
  readonly service: string;
  readonly directUrl: string;
  readonly nc: NatsConnection;
  readonly watch: ConnectionWatch;
  readonly root: string;
  readonly contracts: ReadonlyMap<string, EventContract>;
  readonly pool: Pool;
  readonly stop: AbortSignal;
  /** Most events in one transaction. */
  readonly batchSize: number;
}

const ASK_AGAIN_MS = 100;
const IDLE_MS = 1_000;

/**
 * Handles a lane's events in order until `stop`. Of all replicas one does it at a time; another takes over when it dies,
 * and first collects what the dead one had been given.
 */
export async function runLane(settings: LaneSettings): Promise<void> {
  const { lane, service, directUrl, stop, log } = settings;
  const target = { databaseUrl: directUrl, service, applicationName: `quyu lane ${lane.name}` };
  const key = `quyu lane ${schemaOf(service)} ${lane.name}`;
  await leadWhilePossible({ target, key, stop, log, probe: true }, async (_client, over) => {
    try {
      await consumeUntil(over, settings);
    } catch (error) {
      if (!stop.aborted) settings.onProblem(messageOf(error));
      throw error;
    }
  });
}

async function consumeUntil(over: AbortSignal, settings: LaneSettings): Promise<void> {
  const { lane, watch, pool } = settings;
  const epoch = await beginEpoch(pool, lane);
  const order = new LaneOrder<Held>();
  const arrivals = createWakeSignal();
  const isConsumed = consumedSubjects(settings);
  const receive = (message: JsMsg): void => {
    const held = holdMessage(message, settings);
    const reception = order.receive(held);
    if (reception === 'done') message.ack();
    if (!isConsumed(message.subject)) {
      order.drop(held.streamSequence);
      message.ack();
    }
    arrivals.wake();
  };
  const ignoreDown = watch.onDown(() => order.reset());
  const pull = await openPull({ ...settings, onMessage: receive });
  const hand = new Set<Held>();
  pruneInboxUntil(pool, lane.consumer, over).catch((error: unknown) => {
    settings.log.warn(
      { err: error, lane: lane.name },
      'the inbox was not pruned: it will be when the lane begins anew',
    );
  });
  const keeper = setInterval(() => keepAlive([...order.held(), ...hand]), ACK_WAIT_MS / 3);
  try {
    await handleInOrder(
      { order, hand, arrivals, pull },
      { ...settings, epoch, over: AbortSignal.any([over, pull.ended]) },
    );
    if (pull.ended.aborted) throw pull.ended.reason;
  } finally {
    ignoreDown();
    clearInterval(keeper);
    await pull.close();
    // At once, so that whoever has the lane next need not wait for their time to run out.
    for (const held of [...hand, ...order.held()]) held.message.nak();
  }
}

/** Tells from the subject whether an event is of a type that the service consumes: a lane may be given more. */
function consumedSubjects({ root, contracts }: LaneSettings): (subject: string) => boolean {
  const known = new Map<string, boolean>();
  return (subject) => {
    let consumed = known.get(subject);
    if (consumed === undefined) {
      consumed = contracts.has(subject.slice(root.length + 1, subject.lastIndexOf('.')));
      known.set(subject, consumed);
    }
    return consumed;
  };
}

/** What one term of a lane works with. */
interface LaneState {
  readonly order: LaneOrder<Held>;
  readonly hand: Set<Held>;
  readonly arrivals: WakeSignal;
  readonly pull: Pull;
}

async function handleInOrder(state: LaneState, context: LaneSettings & SettleContext): Promise<void> {
  const { order, hand, arrivals } = state;
  while (!context.over.aborted) {
    if (!order.inOrder && !(await collect(state, context))) {
      await pause(ASK_AGAIN_MS, context.over);
      continue;
    }
    const batch = order.take(context.batchSize);
    if (batch.length === 0) {
      await arrivals.sleep(IDLE_MS, context.over);
      continue;
    }
    for (const held of batch) hand.add(held);
    await settleBatch(
      batch.map((held) => inHand(held, hand)),
      context,
    );
    order.finish();
  }
}

/** @returns true once everything that was given to anybody is here. */
async function collect(
  { order, pull }: LaneState,
  { pool, lane, watch, log }: LaneSettings & SettleContext,
): Promise<boolean> {
  if (!watch.isUp()) return false;
  const unchecked = order.held().filter((held) => !held.isUndone);
  if (unchecked.length > 0) {
    const done = await findInInbox(
      pool,
      lane.consumer,
      unchecked.map((held) => held.decoded().eventId),
    );
    for (const held of unchecked) {
      if (done.has(held.decoded().eventId)) {
        held.message.ack();
        order.drop(held.streamSequence);
      } else held.isUndone = true;
    }
  }
  const info = await pull.info();
  const state = { delivered: info.delivered.consumer_seq, ackPending: info.num_ack_pending };
  const collected = order.settle(state, (held) => held.isUndone);
  if (!collected)
    log.debug({ lane: lane.name, ...state, held: order.heldCount }, 'collecting what others had been given');
  return collected;
}

function inHand(held: Held, hand: Set<Held>) {
  return {
    decoded: held.decoded(),
    isSuspect: held.deliveryCount > 1,
    settled: (deadBecause?: string) => {
      hand.delete(held);
      if (deadBecause === undefined) held.message.ack();
      else held.message.term(deadBecause);
    },
  };
}

/** The broker gives to others what nobody works on: says of what we have had for a while that we do. */
function keepAlive(messages: readonly Held[]): void {
  for (const held of messages) {
    if (held.ticks > 0) held.message.working();
    held.ticks += 1;
  }
}
