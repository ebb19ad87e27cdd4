import type { EventContract, EventEnvelope } from '@quyu/contract-kit';
import type { Received } from '@quyu/lane';
import { type DeadLetter, claimsOf } from '../books/dead-letters.js';
import { type AggregateRef, type Standing, aggregateKey } from '../books/inbox.js';

/** An event that is to be handled. */
export interface Handleable {
  readonly envelope: EventEnvelope;
  readonly contract: EventContract;
}

/** An aggregate and the version it has come to. */
export interface Position extends AggregateRef {
  readonly version: number;
}

/** What is to become of a batch of messages. */
export interface BatchPlan {
  /** In the order of the stream. */
  readonly handle: readonly Handleable[];
  readonly letters: readonly DeadLetter[];
  /** How far each aggregate will have come. */
  readonly positions: readonly Position[];
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
  messages: readonly Received[],
  fresh: ReadonlySet<string>,
  standings: ReadonlyMap<string, Standing>,
): BatchPlan {
  const unseen = new Set(fresh);
  const draft = beginDraft(standings);
  for (const message of messages) {
    // A message may be in the batch twice: the second time it has been seen.
    if (unseen.delete(message.eventId)) place(message, draft);
  }
  return { ...draft, positions: [...draft.moved.values()] };
}

/** The same for events whose order does not matter: none waits behind another, nor is one too old. */
export function planInAnyOrder(messages: readonly Received[], fresh: ReadonlySet<string>): BatchPlan {
  const unseen = new Set(fresh);
  const plan = { handle: [] as Handleable[], letters: [] as DeadLetter[], positions: [], outdated: [] };
  for (const message of messages) {
    if (!unseen.delete(message.eventId)) continue;
    if (message.ok) plan.handle.push(message);
    else plan.letters.push({ message, reason: 'invalid', error: message.reason, attempts: 0 });
  }
  return plan;
}

interface Draft {
  readonly handle: Handleable[];
  readonly letters: DeadLetter[];
  readonly outdated: string[];
  readonly quarantined: Set<string>;
  readonly moved: Map<string, Position>;
  versionOf(key: string): number;
}

function beginDraft(standings: ReadonlyMap<string, Standing>): Draft {
  const moved = new Map<string, Position>();
  return {
    handle: [],
    letters: [],
    outdated: [],
    quarantined: new Set([...standings].flatMap(([key, { quarantined }]) => (quarantined ? [key] : []))),
    moved,
    versionOf: (key) => moved.get(key)?.version ?? standings.get(key)?.version ?? 0,
  };
}

function place(message: Received, draft: Draft): void {
  const aggregate = aggregateOf(message);
  const key = aggregate && aggregateKey(aggregate);
  if (!message.ok) {
    draft.letters.push({ message, reason: 'invalid', error: message.reason, attempts: 0 });
    if (key) draft.quarantined.add(key);
  } else if (key && draft.quarantined.has(key)) {
    const error = 'follows a dead letter of its aggregate';
    draft.letters.push({ message, reason: 'quarantined', error, attempts: 0 });
  } else {
    placeEvent(message, draft);
  }
}

function placeEvent({ envelope, contract }: Handleable, draft: Draft): void {
  const { aggregateType, aggregateId, aggregateVersion: version } = envelope;
  const key = aggregateKey(envelope);
  if (version <= draft.versionOf(key)) {
    draft.outdated.push(envelope.id);
    return;
  }
  draft.handle.push({ envelope, contract });
  draft.moved.set(key, { aggregateType, aggregateId, version });
}

/** The aggregates that a batch is about. */
export function aggregatesOf(messages: readonly Received[]): AggregateRef[] {
  const refs = messages.map(aggregateOf).filter((ref) => ref !== undefined);
  return [...new Map(refs.map((ref) => [aggregateKey(ref), ref])).values()];
}

function aggregateOf(message: Received): AggregateRef | undefined {
  const { aggregateType, aggregateId } = claimsOf(message);
  return aggregateType !== undefined && aggregateId !== undefined
    ? { aggregateType, aggregateId }
    : undefined;
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
