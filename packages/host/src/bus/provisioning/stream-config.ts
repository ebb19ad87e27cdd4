import {
  AckPolicy,
  type ConsumerConfig,
  DeliverPolicy,
  DiscardPolicy,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/nats-core';
import { streamName } from '@quyu/contract-kit';
import type { Lane } from '../lanes/lanes.js';

/** How long the broker waits for an acknowledgement, and so how long a take-over may take. */
export const ACK_WAIT_MS = 5_000;

/** Most events of a lane that are under way at a time: enough for the next batch to be there when one is done. */
export const MAX_ACK_PENDING = 512;

/** The same for a lane in any order, on which all replicas work at once. */
const MAX_ACK_PENDING_ANY = 8_192;

/**
 * After so many deliveries the broker gives a message up. Attempts are counted where the effects are and end long before: this is a
 * backstop for what kills or hangs whoever is given it before it can be counted.
 */
const MAX_DELIVER = 1_000;

/** How long the broker recognises an event that is published again. */
const DUPLICATE_WINDOW_MS = 600_000;

/** The settings of a service's stream that we care about. */
export type StreamWish = Pick<
  StreamConfig,
  | 'name'
  | 'subjects'
  | 'storage'
  | 'retention'
  | 'discard'
  | 'duplicate_window'
  | 'num_replicas'
  | 'allow_direct'
>;

/** The stream a publishing service needs. Nothing limits its size or age: a limit would lose events nobody has handled yet. */
export function streamWish(root: string, service: string, replicas: number): StreamWish {
  return {
    name: streamName(root, service),
    subjects: [`${root}.${service}.>`],
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.New,
    duplicate_window: nanos(DUPLICATE_WINDOW_MS),
    num_replicas: replicas,
    allow_direct: true,
  };
}

/** How long, and how many of, the broker's advisories are kept. */
const ADVISORIES_MS = 30 * 24 * 3_600_000;
const ADVISORIES = 1_000_000;

/** The stream of the broker's advisories of deliveries that it gave up. */
export function givenUpStream(root: string): string {
  return streamName(root, 'advisories');
}

/** On which subject the broker tells what it has given up of a lane. */
export function givenUpSubject({ stream, durable }: Pick<Lane, 'stream' | 'durable'>): string {
  return `$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.${stream}.${durable}`;
}

/** The settings of the stream of advisories that we care about. */
export type GivenUpWish = ReturnType<typeof givenUpWish>;

/** Keeps those advisories for lanes that nobody works on at the moment. @param services those with a stream. */
export function givenUpWish(root: string, services: readonly string[], replicas: number) {
  return {
    name: givenUpStream(root),
    subjects: services.map((service) => givenUpSubject({ stream: streamName(root, service), durable: '*' })),
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.Old,
    max_age: nanos(ADVISORIES_MS),
    max_msgs: ADVISORIES,
    num_replicas: replicas,
    allow_direct: true,
  };
}

/** The settings of a lane's consumer that we care about. */
export type ConsumerWish = Pick<
  ConsumerConfig,
  | 'durable_name'
  | 'ack_policy'
  | 'deliver_policy'
  | 'ack_wait'
  | 'max_deliver'
  | 'max_ack_pending'
  | 'filter_subject'
>;

/** The consumer a lane needs. */
export function consumerWish(lane: Lane): ConsumerWish {
  return {
    durable_name: lane.durable,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    ack_wait: nanos(ACK_WAIT_MS),
    max_deliver: MAX_DELIVER,
    max_ack_pending: lane.partition === 'any' ? MAX_ACK_PENDING_ANY : MAX_ACK_PENDING,
    filter_subject: lane.filterSubject,
  };
}

/** One setting that is not as it should be. */
export interface Difference {
  readonly setting: string;
  readonly found: unknown;
  readonly wished: unknown;
}

/** Compares what the broker has with what we asked for. A list is the same in any order. */
export function differences(found: object, wished: object): readonly Difference[] {
  const values = new Map<string, unknown>(Object.entries(found));
  return Object.entries(wished).flatMap(([setting, value]) => {
    const other = values.get(setting);
    return canonical(other) === canonical(value) ? [] : [{ setting, found: other, wished: value }];
  });
}

function canonical(value: unknown): string {
  return JSON.stringify(
    Array.isArray(value) ? value.map(String).toSorted((a, b) => (a < b ? -1 : 1)) : value,
  );
}

/** What a change could lose. */
export interface Danger {
  readonly loss: string;
  /** True when the setting cannot be changed on what exists. */
  readonly isFixed?: true;
}

const FIXED = new Set(['storage', 'retention', 'ack_policy', 'deliver_policy']);

/** What a change to a stream or consumer could lose, or undefined when nothing could be lost. */
export function dangerOf({ setting, found, wished }: Difference): Danger | undefined {
  if (FIXED.has(setting))
    return { loss: `${setting} cannot be changed without losing all that is there`, isFixed: true };
  if (setting === 'num_replicas' && Number(wished) < Number(found))
    return { loss: 'fewer copies of the events would be kept' };
  if (setting === 'duplicate_window' && Number(wished) < Number(found))
    return { loss: 'events could be stored twice' };
  if (setting === 'subjects' && !holdsAll(wished, found))
    return { loss: 'events on other subjects would no longer be stored' };
  return undefined;
}

function holdsAll(list: unknown, part: unknown): boolean {
  return Array.isArray(list) && Array.isArray(part) && new Set(part).isSubsetOf(new Set(list));
}
