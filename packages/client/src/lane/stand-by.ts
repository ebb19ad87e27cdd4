import type { Consumer } from '@nats-io/jetstream';
import { pause } from './pause.js';

const QUIET_LOOKS = 2;
const LOOK_MS = 100;

/**
 * Waits until nobody asks the consumer for messages: who is at work always has a request waiting there, and it goes when
 * its connection does, or within seconds when it hangs. Two that begin at the same moment both get through: then neither
 * can gather all that is outstanding, and one steps back (see `runLane`).
 */
export async function standBy(consumer: Consumer, stop: AbortSignal): Promise<void> {
  for (let quiet = 0; quiet < QUIET_LOOKS && !stop.aborted;) {
    const { num_waiting: waiting } = await consumer.info();
    quiet = waiting === 0 ? quiet + 1 : 0;
    await pause(quiet > 0 ? LOOK_MS * (0.5 + Math.random()) : 3 * LOOK_MS, stop);
  }
}
