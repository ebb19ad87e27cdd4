import { type ConsumerInfo, JetStreamApiError, type JetStreamManager } from '@nats-io/jetstream';
import type { Source } from '../lane/source.js';
import { SubscriptionError } from '../subscription-error.js';
import { differencesIn, isSubscription } from './consumer-config.js';

/**
 * The consumer of a source, or undefined when there is none.
 *
 * @throws SubscriptionError when it belongs to somebody else.
 */
export async function findConsumer(
  manager: JetStreamManager,
  source: Source,
): Promise<ConsumerInfo | undefined> {
  const info = await orMissing(manager.consumers.info(source.stream, source.durable));
  if (!info || isSubscription(info.config)) return info;
  throw new SubscriptionError(
    `${nameOf(source)} was not made by provisionSubscription: it belongs to somebody else, so choose another durable`,
  );
}

/**
 * Checks that a subscription finds its consumers. It never makes any: it has no right to.
 *
 * @throws SubscriptionError that says what is missing or different.
 */
export async function verifyConsumers(manager: JetStreamManager, sources: readonly Source[]): Promise<void> {
  for (const source of sources) {
    const found = await findConsumer(manager, source);
    if (!found) {
      throw new SubscriptionError(
        `there is no ${nameOf(source)}: an operator must make it with provisionSubscription`,
      );
    }
    const [difference] = differencesIn(found.config, source);
    if (difference) {
      throw new SubscriptionError(
        `${nameOf(source)} is another than these contracts need (${difference}): run provisionSubscription again`,
      );
    }
  }
}

/** A lookup's answer, or undefined when the broker says that there is no such thing. */
export async function orMissing<T>(lookup: Promise<T>): Promise<T | undefined> {
  try {
    return await lookup;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.status === 404) return undefined;
    throw error;
  }
}

/** @example nameOf(source) // 'consumer crm of stream QUYU_PARTNER' */
export function nameOf({ durable, stream }: Source): string {
  return `consumer ${durable} of stream ${stream}`;
}
