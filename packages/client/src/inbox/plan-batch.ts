import type { EventEnvelope } from '@quyu/contract-kit';
import type { Received } from '@quyu/lane';
import { type DeadLetter, deadLetterOf } from '../dead-letter.js';
import { type AggregateRef, aggregateKey, aggregateOf } from './aggregate.js';

/** How far a subscription is with an aggregate. */
export interface Standing {
  /** The version of the last event that was handled; 0 before the first. */
  readonly version: number;
  /** True while an earlier event is a dead letter: later ones must wait behind it. */
  readonly quarantined: boolean;
}

/** A message that is put aside. */
export interface Buried {
  readonly received: Received;
  readonly letter: DeadLetter;
}

/** How far an aggregate will have come. */
export type Position = AggregateRef & { readonly version: number };

/** What is to become of a batch of messages. */
export interface BatchPlan {
  /** In the order of the stream. */
  readonly handle: readonly EventEnvelope[];
  readonly buried: readonly Buried[];
  readonly positions: readonly Position[];
}

/**
 * Decides what becomes of each message: what was seen before, or is older than what was handled of its aggregate, is left
 * out; what is no event is put aside, and so is whatever follows it in its aggregate.
 *
 * @param fresh ids of events that were not seen before. @param standings how far each aggregate is.
 */
export function planBatch(
  messages: readonly Received[],
  fresh: ReadonlySet<string>,
  standings: ReadonlyMap<string, Standing>,
): BatchPlan {
  const plan = { handle: [] as EventEnvelope[], buried: [] as Buried[] };
  const positions = new Map<string, Position>();
  const quarantined = new Set(
    [...standings].flatMap(([key, standing]) => (standing.quarantined ? [key] : [])),
  );
  const seen = new Set<string>();
  for (const received of messages) {
    if (!fresh.has(received.eventId) || seen.has(received.eventId)) continue;
    seen.add(received.eventId);
    const aggregate = aggregateOf(received);
    const key = aggregate && aggregateKey(aggregate);
    const why = reasonToBury(received, key !== undefined && quarantined.has(key));
    if (why) {
      plan.buried.push({ received, letter: deadLetterOf(received, { ...why, attempts: 0 }) });
      if (key) quarantined.add(key);
    } else if (received.ok) {
      const position = nextPosition(received.envelope, positions, standings);
      if (!position) continue;
      plan.handle.push(received.envelope);
      positions.set(aggregateKey(position), position);
    }
  }
  return { ...plan, positions: [...positions.values()] };
}

function reasonToBury(
  received: Received,
  quarantined: boolean,
): Pick<DeadLetter, 'reason' | 'error'> | undefined {
  if (!received.ok) return { reason: 'invalid', error: received.reason };
  if (quarantined) return { reason: 'quarantined', error: 'follows a dead letter of its aggregate' };
  return undefined;
}

/** Where the aggregate is after this event, or undefined when it is there already. */
function nextPosition(
  { aggregateType, aggregateId, aggregateVersion: version }: EventEnvelope,
  positions: ReadonlyMap<string, Position>,
  standings: ReadonlyMap<string, Standing>,
): Position | undefined {
  const key = aggregateKey({ aggregateType, aggregateId });
  const reached = positions.get(key)?.version ?? standings.get(key)?.version ?? 0;
  return version > reached ? { aggregateType, aggregateId, version } : undefined;
}
