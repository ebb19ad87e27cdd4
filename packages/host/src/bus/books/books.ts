import type { Statement } from '../../database/run-together.js';
import type { Session } from '../../database/session.js';
import type { Received } from '@quyu/lane';
import { bury } from './dead-letters.js';
import { advance, countHandled, enterInOrder, enterInbox } from './inbox.js';
import type { Lane } from '../lanes/lanes.js';
import { type BatchPlan, aggregatesOf, planBatch, planInAnyOrder } from '../settling/plan-batch.js';

/** How a lane notes what it handles, in the transaction in which it does. */
export interface Books {
  readonly lane: Lane;
  /**
   * Notes that messages have been seen, and decides what is to become of them.
   *
   * @throws LaneLostError when another replica has taken the lane over.
   */
  open(messages: readonly Received[], session: Session): Promise<BatchPlan>;
  /** What notes what became of them. */
  close(plan: BatchPlan): readonly Statement[];
}

/** The books of a lane that keeps the order. @param epoch that of the replica that has the lane. */
export function orderedBooks(lane: Lane, epoch: number): Books {
  return {
    lane,
    async open(messages, session) {
      const events = { ids: idsOf(messages), aggregates: aggregatesOf(messages) };
      const { fresh, standings } = await enterInOrder(session, lane, epoch, events);
      return planBatch(messages, fresh, standings);
    },
    close: (plan) => [
      ...plan.letters.map((letter) => bury(lane, letter)),
      ...advance(lane, plan.positions),
      ...countHandled(lane.name, plan.handle.length),
    ],
  };
}

/** Replicas that count in one row would wait for each other's commits. */
const COUNTERS = 16;

/** The books of a lane in any order. @param random in [0, 1): says in which of several rows is counted. */
export function anyOrderBooks(lane: Lane, random: number): Books {
  const counter = `${lane.name}/${Math.floor(random * COUNTERS)}`;
  return {
    lane,
    open: async (messages, session) =>
      planInAnyOrder(messages, await enterInbox(session, lane.consumer, idsOf(messages))),
    close: (plan) => [
      ...plan.letters.map((letter) => bury(lane, letter)),
      ...countHandled(counter, plan.handle.length),
    ],
  };
}

function idsOf(messages: readonly Received[]): string[] {
  return messages.map(({ eventId }) => eventId);
}
