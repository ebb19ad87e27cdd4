import type { EventType } from './event.js';

/** How many partitions a stream has. Fixed: changing it would move aggregates and break their order. */
export const PARTITIONS = 16;

/**
 * The partition of an aggregate: FNV-1a (32 bit) of `<type>/<id>` in UTF-8, modulo {@link PARTITIONS}.
 * Written out in docs/events.md so that any language can compute it.
 *
 * @example partitionOf('partner', 'p-1') // a number in [0, 16)
 */
export function partitionOf(aggregateType: string, aggregateId: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(`${aggregateType}/${aggregateId}`)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return (hash >>> 0) % PARTITIONS;
}

/** The last token of a subject: `p07` for partition 7. */
export function partitionToken(partition: number): string {
  return `p${String(partition).padStart(2, '0')}`;
}

/**
 * The subject an event is published on: `<root>.<service>.<event>.v<N>.p<NN>`.
 *
 * @param root `quyu` unless a deployment shares its broker with another.
 * @example subjectOf('quyu', 'partner.activated.v1', 7) // 'quyu.partner.activated.v1.p07'
 */
export function subjectOf(root: string, type: EventType, partition: number): string {
  return `${root}.${type}.${partitionToken(partition)}`;
}

/** The subject filter of every partition of an event. */
export function subjectFilter(root: string, type: EventType): string {
  return `${root}.${type}.*`;
}

/** The name of a service's stream, e.g. `QUYU_PARTNER`. */
export function streamName(root: string, service: string): string {
  return `${root}_${service}`.toUpperCase().replaceAll('-', '_').replaceAll('.', '_');
}
