import { once } from 'node:events';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Connected } from './connect.js';
import { runLane } from './lane/run-lane.js';
import type { Settler } from './lane/settler.js';
import type { Source } from './lane/source.js';
import { watchConnection } from './lane/watch-connection.js';
import type { SubscriberLog } from './subscriber-log.js';

/** A subscription at work. */
export interface Subscription {
  /** Stops hearing. Resolves when the event in hand is handled, or given back. */
  stop(): Promise<void>;
  /** Resolves when the subscription has ended. */
  readonly ended: Promise<void>;
  /** What keeps events from being handled at the moment: one line each, none when all is well or another process is at work. */
  problems(): readonly string[];
}

/** What {@link startSubscription} needs. */
export interface Started {
  readonly connected: Connected;
  readonly sources: readonly Source[];
  readonly settler: Settler;
  readonly log: SubscriberLog;
  readonly signal: AbortSignal | undefined;
}

/** Starts to handle the events of each source. */
export function startSubscription({ connected, sources, settler, log, signal }: Started): Subscription {
  const { nc } = connected;
  const stop = new AbortController();
  const over = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const problems = new Map<string, string>();
  const watch = watchConnection(nc);
  const lanes = sources.map((source) => {
    const onProblem = (problem: string | undefined): void => {
      if (problem === undefined) problems.delete(source.service);
      else problems.set(source.service, `${source.durable} of ${source.stream}: ${problem}`);
    };
    return runLane({ nc, watch, source, settler, log, stop: over, onProblem });
  });
  const ended = finish(lanes, nc, watch.current, connected.release);
  return {
    async stop() {
      stop.abort();
      await ended;
    },
    ended,
    problems: () => [...problems.values()],
  };
}

async function finish(
  lanes: readonly Promise<void>[],
  nc: NatsConnection,
  link: () => AbortSignal,
  release: () => Promise<void>,
): Promise<void> {
  await Promise.all(lanes);
  await flush(nc, link());
  await release();
}

/** The last acknowledgements must be out before the connection goes, unless it is gone already. */
async function flush(nc: NatsConnection, link: AbortSignal): Promise<void> {
  if (!link.aborted) await Promise.race([nc.flush(), once(link, 'abort')]);
}
