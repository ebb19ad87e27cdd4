import type { ConsumerConfig, StreamConfig } from '@nats-io/jetstream';
import {
  type ConsumerWish,
  type Danger,
  type Difference,
  type GivenUpWish,
  type StreamWish,
  dangerOf,
  differences,
} from './stream-config.js';

/** A stream as the broker has it, with its consumers. */
export interface FoundStream {
  readonly config: StreamConfig;
  readonly consumers: readonly ConsumerConfig[];
}

/** A stream of events, or of the broker's word of what it has given up. */
export type AnyStreamWish = StreamWish | GivenUpWish;

/** A consumer that a lane needs. */
export interface WishedConsumer {
  readonly stream: string;
  readonly wish: ConsumerWish;
}

/** All that the plugins need of the broker. */
export interface Wished {
  readonly streams: readonly AnyStreamWish[];
  readonly consumers: readonly WishedConsumer[];
  /** Ids of the services whose consumers these are. */
  readonly services: readonly string[];
}

/** What was, or is to be, done to a stream or consumer. */
export interface Provisioned {
  readonly kind: 'stream' | 'consumer';
  /** A stream's name, or `<stream>/<consumer>`. */
  readonly name: string;
  readonly action: 'created' | 'updated' | 'unchanged' | 'recreated' | 'deleted' | 'orphaned';
  readonly changes: readonly Difference[];
  /** What could be lost by it, if anything could. */
  readonly loss?: string;
  /** True when it cannot be done at all without making the stream anew. */
  readonly impossible?: true;
}

/** A {@link Provisioned} with what doing it takes. */
export type Step = Provisioned &
  (
    | { readonly kind: 'stream'; readonly stream: AnyStreamWish; readonly consumer?: never }
    | {
        readonly kind: 'consumer';
        readonly stream: string;
        readonly durable: string;
        readonly consumer?: ConsumerWish;
      }
  );

/**
 * Plans what makes the broker as it is wished, streams first. Consumers that are named like our services' and that no spec needs
 * come last, as orphans, or as deletions when they are to be pruned; nobody else's are looked at.
 */
export function planProvision(
  found: ReadonlyMap<string, FoundStream>,
  wished: Wished,
  prune = false,
): readonly Step[] {
  return [
    ...wished.streams.map((wish) => streamStep(wish, found.get(wish.name))),
    ...wished.consumers.map((each) => consumerStep(each, found.get(each.stream))),
    ...[...found].flatMap(([stream, { consumers }]) => orphanSteps(stream, consumers, wished, prune)),
  ];
}

function streamStep(wish: AnyStreamWish, found: FoundStream | undefined): Step {
  const common = { kind: 'stream', name: wish.name, stream: wish } as const;
  if (!found) return { ...common, action: 'created', changes: [] };
  const changes = differences(found.config, wish);
  if (changes.length === 0) return { ...common, action: 'unchanged', changes };
  const dangers = dangersOf(changes);
  const stuck = dangers.find(({ isFixed }) => isFixed);
  return {
    ...common,
    action: 'updated',
    changes,
    ...lossOf(stuck ? [stuck] : dangers),
    ...(stuck ? { impossible: true } : {}),
  };
}

function consumerStep({ stream, wish }: WishedConsumer, found: FoundStream | undefined): Step {
  const durable = wish.durable_name ?? '';
  const common = { kind: 'consumer', name: `${stream}/${durable}`, stream, durable, consumer: wish } as const;
  const existing = found?.consumers.find((each) => each.durable_name === durable);
  if (!existing) return { ...common, action: 'created', changes: [] };
  const changes = differences(existing, wish);
  if (changes.length === 0) return { ...common, action: 'unchanged', changes };
  const dangers = dangersOf(changes);
  const action = dangers.some(({ isFixed }) => isFixed) ? 'recreated' : 'updated';
  const loss =
    action === 'recreated' ? { loss: 'its place in the stream is lost: all events are delivered again' } : {};
  return { ...common, action, changes, ...loss };
}

function orphanSteps(
  stream: string,
  consumers: readonly ConsumerConfig[],
  { consumers: needed, services }: Wished,
  prune: boolean,
): Step[] {
  const kept = new Set(needed.filter((each) => each.stream === stream).map(({ wish }) => wish.durable_name));
  return consumers
    .filter((each) => !kept.has(each.durable_name) && isLaneOf(each, services))
    .map(({ durable_name: durable = '' }) => ({
      kind: 'consumer',
      name: `${stream}/${durable}`,
      stream,
      durable,
      action: prune ? 'deleted' : 'orphaned',
      changes: [],
      ...(prune ? { loss: 'its place in the stream is lost' } : {}),
    }));
}

/** Names of lanes, now and before; a marked consumer is a subscriber's, whatever its name. */
const LANE = /^(?<service>.+?)(?:-p\d\d|-any)?$/;

function isLaneOf({ durable_name: durable = '', metadata }: ConsumerConfig, services: readonly string[]) {
  if (metadata?.['quyu.subscription'] !== undefined) return false;
  const service = LANE.exec(durable)?.groups?.['service'];
  return service !== undefined && services.includes(service);
}

function dangersOf(changes: readonly Difference[]): Danger[] {
  return changes.map(dangerOf).filter((danger) => danger !== undefined);
}

function lossOf(dangers: readonly Danger[]): { readonly loss?: string } {
  return dangers.length === 0 ? {} : { loss: dangers.map(({ loss }) => loss).join('; ') };
}
