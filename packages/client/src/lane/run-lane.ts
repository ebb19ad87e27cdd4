import { type JsMsg, jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { backoffMs } from '@quyu/lane';
import { messageOf } from '../subscription-error.js';
import type { SubscriberLog } from '../subscriber-log.js';
import { openLane } from './lane.js';
import { openPull } from './pull.js';
import { pause } from './pause.js';
import type { Settler } from './settler.js';
import type { Source } from './source.js';
import { standBy } from './stand-by.js';
import type { ConnectionWatch } from './watch-connection.js';

/** Settings of {@link runLane}. */
export interface LaneSettings {
  readonly nc: NatsConnection;
  readonly watch: ConnectionWatch;
  readonly source: Source;
  readonly settler: Settler;
  readonly log: SubscriberLog;
  readonly stop: AbortSignal;
  /** Told what keeps events from being handled, and `undefined` when nothing does. */
  readonly onProblem: (problem: string | undefined) => void;
}

const RETRY = { baseMs: 500, capMs: 5_000 };

/**
 * Handles a source's events in order until `stop`, through any outage. Of several processes with one durable one does it
 * at a time; the others stand by, and one of them takes over when it is gone.
 */
export async function runLane(settings: LaneSettings): Promise<void> {
  const { stop, onProblem, log, source } = settings;
  for (let failures = 0; !stop.aborted;) {
    try {
      await doTerm(settings, () => {
        failures = 0;
        onProblem(undefined);
      });
    } catch (error) {
      if (stop.aborted) return;
      failures += 1;
      onProblem(messageOf(error));
      log.warn(`${source.durable} of ${source.stream}: ${messageOf(error)}: trying again`);
      await pause(backoffMs(failures, RETRY, Math.random()), stop);
    }
  }
}

async function doTerm(settings: LaneSettings, goesWell: () => void): Promise<void> {
  const { nc, source, stop, watch, onProblem } = settings;
  const consumer = await jetstream(nc, { checkAPI: false }).consumers.get(source.stream, source.durable);
  await standBy(consumer, stop);
  if (stop.aborted) return;
  const link = watch.current();
  const term = await settings.settler.begin(source, onProblem);
  const lane = openLane({ ...settings, term, info: () => consumer.info(), goesWell });
  const pull = await openPull(consumer, source, (message: JsMsg) => lane.receive(message), onProblem);
  try {
    await lane.handleUntil(AbortSignal.any([stop, link, pull.ended]));
    if (!stop.aborted) throw link.aborted ? link.reason : pull.ended.reason;
  } finally {
    await pull.close();
    lane.giveBack();
  }
}
