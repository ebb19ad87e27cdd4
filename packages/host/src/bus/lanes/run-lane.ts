import { backoffMs } from '@quyu/lane';
import { messageOf } from '../../database/errors.js';
import { consumeInAnyOrder } from './any-lane.js';
import { type LaneSettings, consumeInOrder } from './lane.js';
import { pause } from '../wake-signal.js';

const RETRY = { baseMs: 200, capMs: 5_000 };

/** Handles a lane's events until `over`, whatever happens: a term that fails is followed by another. */
export async function runLane(over: AbortSignal, settings: LaneSettings): Promise<void> {
  const { lane, log, onProblem, retry } = settings;
  const consume = lane.partition === 'any' ? consumeInAnyOrder : consumeInOrder;
  for (let failures = 1; !over.aborted; failures += 1) {
    const began = performance.now();
    try {
      await consume(over, settings);
    } catch (error) {
      if (over.aborted) break;
      if (performance.now() - began > RETRY.capMs) failures = 1;
      onProblem(messageOf(error));
      log.warn({ err: error, lane: lane.name }, 'events cannot be handled at the moment: trying again');
      await pause(backoffMs(failures, RETRY, retry.random()), over);
    }
  }
  onProblem(undefined);
}
