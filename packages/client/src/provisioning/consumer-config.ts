import { AckPolicy, type ConsumerConfig, DeliverPolicy } from '@nats-io/jetstream';
import { nanos } from '@nats-io/nats-core';
import type { Source } from '../lane/source.js';

/** How long the broker waits for an acknowledgement, and so how long a take-over may take. */
export const ACK_WAIT_MS = 5_000;

/** Most events that are under way at a time. */
export const MAX_ACK_PENDING = 1024;

/** Where a new subscription begins: with everything the stream holds, or with what happens from now on. */
export type StartAt = 'beginning' | 'now';

/** Key in the consumer's metadata that says whose it is: a plugin's consumer of the same name must never be taken over. */
const MARK = 'quyu.subscription';

/** What a subscription's consumer must be like for the promises to hold. */
export type ConsumerWish = Required<
  Pick<ConsumerConfig, 'ack_policy' | 'ack_wait' | 'max_deliver' | 'max_ack_pending' | 'filter_subject'>
>;

/** Deliveries are not limited: an event that fails is put aside by the subscriber, never silently by the broker. */
export function consumerWish({ filterSubject }: Source): ConsumerWish {
  return {
    ack_policy: AckPolicy.Explicit,
    ack_wait: nanos(ACK_WAIT_MS),
    max_deliver: -1,
    max_ack_pending: MAX_ACK_PENDING,
    filter_subject: filterSubject,
  };
}

/** The whole configuration of a consumer that is to be made. */
export function newConsumer(source: Source, startAt: StartAt): Partial<ConsumerConfig> {
  return {
    ...consumerWish(source),
    durable_name: source.durable,
    deliver_policy: startAt === 'now' ? DeliverPolicy.New : DeliverPolicy.All,
    metadata: { [MARK]: source.durable },
  };
}

/** True for a consumer that {@link newConsumer} made. */
export function isSubscription({ metadata, durable_name: durable }: ConsumerConfig): boolean {
  return metadata?.[MARK] !== undefined && metadata[MARK] === durable;
}

/** The settings of a consumer that are not as they must be, each as `setting: found, not wished`. */
export function differencesIn(found: ConsumerConfig, source: Source): string[] {
  return Object.entries(consumerWish(source)).flatMap(([setting, wished]) => {
    const value: unknown = found[setting as keyof ConsumerWish];
    return value === wished ? [] : [`${setting} is ${JSON.stringify(value)}, not ${JSON.stringify(wished)}`];
  });
}
