import type { Claims, Received } from '@quyu/lane';

/** An aggregate of a source. */
export interface AggregateRef {
  readonly aggregateType: string;
  readonly aggregateId: string;
}

/** A text that tells aggregates apart. */
export function aggregateKey({ aggregateType, aggregateId }: AggregateRef): string {
  return `${aggregateType}\n${aggregateId}`;
}

/** The aggregate a message is about, if that can be said. */
export function aggregateOf(received: Received): AggregateRef | undefined {
  const { aggregateType, aggregateId }: Claims = received.ok ? received.envelope : received.claims;
  return aggregateType !== undefined && aggregateId !== undefined
    ? { aggregateType, aggregateId }
    : undefined;
}

/** The aggregates that messages are about, each once. */
export function aggregatesOf(messages: readonly Received[]): AggregateRef[] {
  const refs = messages.map(aggregateOf).filter((ref) => ref !== undefined);
  return [...new Map(refs.map((ref) => [aggregateKey(ref), ref])).values()];
}
