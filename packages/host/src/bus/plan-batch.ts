import type { EventContract, EventEnvelope } from '@quyu/contract-kit';
import type { DeadLetter } from './dead-letters.js';
import { claimsOf } from './dead-letters.js';
import type { Decoded } from './decode.js';
import { type AggregateRef, type Standing, aggregateKey } from './inbox.js';

/** An event that is to be handled. */
export interface Handleable {
  readonly envelope: EventEnvelope;
  readonly contract: EventContract;
}

/** What is to become of a batch of messages. */
export interface BatchPlan {
  /** In the order of the stream. */
  readonly handle: readonly Handleable[];
  readonly letters: readonly DeadLetter[];
  /** How far each aggregate will have come. */
  readonly positions: readonly (AggregateRef & { readonly version: number })[];
  /** Older than what has been handled of their aggregate, though never seen. */
  readonly outdated: readonly string[];
}

/**
 * Decides what becomes of each message of a batch: what was seen before is left out, what is no event is put aside, and so
 * is whatever follows it in its aggregate.
 *
 * @param fresh ids of events that were not seen before. @param standings how far each aggregate is.
 */
export function planBatch(
  messages: readonly Decoded[],
  fresh: ReadonlySet<string>,
  standings: ReadonlyMap<string, Standing>,
): BatchPlan {
  const handle: Handleable[] = [];
  const letters: DeadLetter[] = [];
  const outdated: string[] = [];
  const positions = new Map<string, AggregateRef & { readonly version: number }>();
  const quarantined = new Set([...standings].flatMap(([key, standing]) => (standing.quarantined ? [key] : [])));
  const seen = new Set<string>();
  for (const message of messages) {
    if (!fresh.has(message.eventId) || seen.has(message.eventId)) continue;
    seen.add(message.eventId);
    const aggregate = aggregateOf(message);
    const key = aggregate && aggregateKey(aggregate);
    if (!message.ok) {
      letters.push({ message, reason: 'invalid', error: message.reason, attempts: 0 });
      if (key) quarantined.add(key);
    } else if (key && quarantined.has(key)) {
      letters.push({ message, reason: 'quarantined', error: 'follows a dead letter of its aggregate', attempts: 0 });
    } else {
      const { envelope } = message;
      const version = positions.get(aggregateKey(envelope))?.version ?? standings.get(aggregateKey(envelope))?.version ?? 0;
      if (envelope.aggregateVersion <= version) outdated.push(message.eventId);
      else {
        handle.push(message);
        positions.set(aggregateKey(envelope), { ...refOf(envelope), version: envelope.aggregateVersion });
      }
    }
  }
  return { handle, letters, positions: [...positions.values()], outdated };
}

/** The aggregates that a batch is about. */
export function aggregatesOf(messages: readonly Decoded[]): AggregateRef[] {
  const refs = messages.map(aggregateOf).filter((ref) => ref !== undefined);
  return [...new Map(refs.map((ref) => [aggregateKey(ref), ref])).values()];
}

function aggregateOf(message: Decoded): AggregateRef | undefined {
  const { aggregateType, aggregateId } = claimsOf(message);
  return aggregateType !== undefined && aggregateId !== undefined ? { aggregateType, aggregateId } : undefined;
}

function refOf({ aggregateType, aggregateId }: AggregateRef): AggregateRef {
  return { aggregateType, aggregateId };
}

/** Cuts a list into runs of consecutive events of one type. */
export function runsOf(events: readonly Handleable[]): Handleable[][] {
  const runs: Handleable[][] = [];
  for (const event of events) {
    const run = runs.at(-1);
    if (run?.[0]?.contract.type === event.contract.type) run.push(event);
    else runs.push([event]);
  }
  return runs;
}
