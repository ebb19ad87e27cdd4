import type { ClientBase } from 'pg';
import type { Received } from '@quyu/lane';
import { bury } from './dead-letters.js';
import { type Standing, advance, countHandled, enterInOrder, enterInbox, readStandings } from './inbox.js';
import type { Lane } from './lanes.js';
import { type BatchPlan, aggregatesOf, planBatch, planInAnyOrder } from './plan-batch.js';

/** How a lane notes what it handles, in the transaction in which it does. */
export interface Books {
  readonly lane: Lane;
  /**
   * Notes that messages have been seen, and decides what is to become of them.
   *
   * @throws LaneLostError when another replica has taken the lane over.
   */
  open(messages: readonly Received[], client: ClientBase): Promise<BatchPlan>;
  /** Notes what became of them. */
  close(plan: BatchPlan, client: ClientBase): Promise<void>;
}

/** The books of a lane that keeps the order. @param epoch that of the replica that has the lane. */
export function orderedBooks(lane: Lane, epoch: number): Books {
  return {
    lane,
    async open(messages, client) {
      const fresh = await enterInOrder(client, lane, epoch, idsOf(messages));
      const aggregates = fresh.size > 0 ? aggregatesOf(messages) : [];
      const none = new Map<string, Standing>();
      const standings = aggregates.length > 0 ? await readStandings(client, lane, aggregates) : none;
      return planBatch(messages, fresh, standings);
    },
    async close(plan, client) {
      await bury(client, lane, plan.letters);
      await advance(client, lane, plan.positions);
      await countHandled(client, lane.name, plan.handle.length);
    },
  };
}

/** Replicas that count in one row would wait for each other's commits. */
const COUNTERS = 16;

/** The books of a lane in any order. @param random in [0, 1): says in which of several rows is counted. */
export function anyOrderBooks(lane: Lane, random: number): Books {
  const counter = `${lane.name}/${Math.floor(random * COUNTERS)}`;
  return {
    lane,
    async open(messages, client) {
      return planInAnyOrder(messages, await enterInbox(client, lane.consumer, idsOf(messages)));
    },
    async close(plan, client) {
      await bury(client, lane, plan.letters);
      await countHandled(client, counter, plan.handle.length);
    },
  };
}

function idsOf(messages: readonly Received[]): string[] {
  return messages.map(({ eventId }) => eventId);
}
