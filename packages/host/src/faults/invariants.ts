import type { EventEnvelope } from '@quyu/contract-kit';
import { amountOf } from './ledger-handlers.js';
import type { WitnessEntry } from './witness.js';

/** All that is known once a scenario has come to rest. */
export interface Evidence {
  readonly witness: readonly WitnessEntry[];
  /** The stream in its order. */
  readonly stream: readonly EventEnvelope[];
  /** What the consumer did, in its order. */
  readonly effects: readonly { readonly eventId: string; readonly till: string; readonly version: number }[];
  readonly left: {
    readonly outbox: number;
    readonly parked: number;
    readonly pending: number;
    readonly deadLetters: number;
  };
}

/** What was found, by invariant; each list or number must be empty or zero. */
export interface Findings {
  readonly attempted: number;
  readonly committed: number;
  /** I1, I2: committed and not in the stream. */
  readonly lost: readonly number[];
  /** I1: in the stream twice. */
  readonly published: { readonly twice: number };
  /** I3: events without an effect, or with more than one. */
  readonly withoutEffect: number;
  readonly effectsTwice: number;
  /** I4: places where an aggregate's versions do not rise by one, in the stream and among the effects. */
  readonly disorderInStream: number;
  readonly disorderOfEffects: number;
  /** I5 */
  readonly stuck: number;
  /** I6: in the stream, though rolled back or never asked for. */
  readonly phantoms: readonly number[];
}

/** Compares what was asked and answered with what became of it. */
export function judge({ witness, stream, effects, left }: Evidence): Findings {
  const tokensOf = (what: WitnessEntry['what']): number[] =>
    witness.flatMap((entry) => (entry.what === what ? entry.tokens : []));
  const committed = tokensOf('committed');
  const allowed = new Set([...committed, ...tokensOf('unknown')]);
  const inStream = stream.map((event) => amountOf(event) ?? Number.NaN);
  const known = new Set(inStream);
  const ids = new Set(stream.map(({ id }) => id));
  const effectIds = new Set(effects.map(({ eventId }) => eventId));
  const first = [...new Map(stream.map((event) => [event.id, event])).values()];
  return {
    attempted: tokensOf('asked').length,
    committed: committed.length,
    lost: committed.filter((token) => !known.has(token)),
    published: { twice: inStream.length - known.size },
    withoutEffect: [...ids].filter((id) => !effectIds.has(id)).length,
    effectsTwice: effects.length - effectIds.size,
    disorderInStream: countDisorder(
      first.map(({ aggregateId: till, aggregateVersion: version }) => ({ till, version })),
    ),
    disorderOfEffects: countDisorder(effects),
    stuck: left.outbox + left.parked + left.pending + left.deadLetters,
    phantoms: inStream.filter((token) => !allowed.has(token)),
  };
}

/** How often an aggregate's versions do not go on with the next one. */
export function countDisorder(
  events: readonly { readonly till: string; readonly version: number }[],
): number {
  const last = new Map<string, number>();
  let disorder = 0;
  for (const { till, version } of events) {
    if (version !== (last.get(till) ?? 0) + 1) disorder += 1;
    last.set(till, version);
  }
  return disorder;
}
