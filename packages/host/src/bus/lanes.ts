import { type EventContract, streamName, subjectFilter } from '@quyu/contract-kit';
import type { PluginSpec } from '@quyu/plugin-kit';

/**
 * One ordered flow of events into a service: a durable consumer of one source's stream. Everything that depends on
 * what a lane is (its consumer's name, its lock, its row in the database) is derived from this value.
 */
export interface Lane {
  /** Identifies the lane in the service's database. */
  readonly name: string;
  /** Under which name the service keeps its inbox, positions and dead letters, whatever its lanes are. */
  readonly consumer: string;
  /** The service whose events these are. */
  readonly source: string;
  readonly stream: string;
  readonly durable: string;
  readonly filterSubject: string;
}

/** The lanes of a service: one for each service it consumes from. */
export function lanesOf(root: string, spec: Pick<PluginSpec, 'id' | 'consumes'>): readonly Lane[] {
  const sources = Map.groupBy(spec.consumes, (event: EventContract) => event.service);
  return [...sources.entries()].map(([source, events]) => ({
    name: `${source}/${spec.id}`,
    consumer: spec.id,
    source,
    stream: streamName(root, source),
    durable: spec.id,
    filterSubject: filterOf(root, source, events),
  }));
}

/**
 * A list of filters would say it exactly, but servers before 2.11.6 read a block of the stream anew for every message
 * that passes one (nats-server issue 7014): measured on 2.10.27, 300 messages a second instead of 25,000. So several
 * types make a lane that is given all of its source's, and passes over what it does not consume.
 */
function filterOf(root: string, source: string, events: readonly EventContract[]): string {
  const [first] = events;
  return first && events.length === 1 ? subjectFilter(root, first.type) : `${root}.${source}.>`;
}
