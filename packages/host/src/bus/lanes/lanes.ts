import {
  type EventContract,
  PARTITIONS,
  partitionToken,
  streamName,
  subjectFilter,
  subjectOf,
} from '@quyu/contract-kit';
import { type PluginSpec, isAnyOrder } from '@quyu/plugin-kit';

/**
 * One flow of events into a service: a durable consumer of one source's stream. Everything that depends on what a lane is
 * (its consumer's name, its lock, its row in the database) is derived from this value.
 */
export interface Lane {
  /** Identifies the lane in the service's database. */
  readonly name: string;
  /** Under which name the service keeps its inbox, positions and dead letters, whatever its lanes are. */
  readonly consumer: string;
  /** The service whose events these are. */
  readonly source: string;
  /**
   * The partition of the source that the lane keeps in order, one replica at a time; `any` is a lane of all partitions that
   * every replica works on at once, in no order.
   */
  readonly partition: number | 'any';
  readonly stream: string;
  readonly durable: string;
  readonly filterSubject: string;
  /** What is handled of what the filter lets through, by type. */
  readonly events: ReadonlyMap<string, EventContract>;
}

/**
 * The lanes of a service: for each service it consumes from one for each partition, and one for what it takes in any order.
 *
 * @example lanesOf('quyu', { id: 'incentive', consumes: [partnerEnrolled] })[7]?.durable // 'incentive-p07'
 */
export function lanesOf(root: string, spec: Pick<PluginSpec, 'id' | 'consumes'>): readonly Lane[] {
  const sources = Map.groupBy(spec.consumes, (event: EventContract) => event.service);
  return [...sources].flatMap(([source, events]) => {
    const common = { consumer: spec.id, source, stream: streamName(root, source) };
    const unordered = events.filter(isAnyOrder);
    const ordered = events.filter((event) => !isAnyOrder(event));
    return [
      ...(ordered.length > 0 ? partitionLanes(root, common, ordered) : []),
      ...(unordered.length > 0 ? [anyLane(root, common, unordered)] : []),
    ];
  });
}

type Common = Pick<Lane, 'consumer' | 'source' | 'stream'>;

function partitionLanes(root: string, common: Common, events: readonly EventContract[]): Lane[] {
  return Array.from({ length: PARTITIONS }, (_, partition) => {
    const token = partitionToken(partition);
    const [only, second] = events;
    return {
      ...common,
      name: `${common.source}/${common.consumer}/${token}`,
      partition,
      durable: `${common.consumer}-${token}`,
      filterSubject:
        only && !second ? subjectOf(root, only.type, partition) : `${root}.${common.source}.*.*.${token}`,
      events: byType(events),
    };
  });
}

function anyLane(root: string, common: Common, events: readonly EventContract[]): Lane {
  const [only, second] = events;
  return {
    ...common,
    name: `${common.source}/${common.consumer}/any`,
    partition: 'any',
    durable: `${common.consumer}-any`,
    filterSubject: only && !second ? subjectFilter(root, only.type) : `${root}.${common.source}.>`,
    events: byType(events),
  };
}

function byType(events: readonly EventContract[]): ReadonlyMap<string, EventContract> {
  return new Map(events.map((event) => [event.type, event]));
}

/**
 * Tells from the subject whether an event is one that the lane handles. A list of filters would have the broker tell, but
 * servers before 2.11.6 read a block of the stream anew for every message that passes one (nats-server issue 7014): measured
 * on 2.10.27, 300 messages a second instead of 25,000. So several types make a lane that is given all of its source's.
 */
export function createSubjectFilter(root: string, { events }: Lane): (subject: string) => boolean {
  const known = new Map<string, boolean>();
  return (subject) => {
    let wanted = known.get(subject);
    if (wanted === undefined) {
      wanted = events.has(subject.slice(root.length + 1, subject.lastIndexOf('.')));
      known.set(subject, wanted);
    }
    return wanted;
  };
}
