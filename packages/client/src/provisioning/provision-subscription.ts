import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import type { EventContract } from '@quyu/contract-kit';
import { type Broker, withConnection } from '../connect.js';
import { type Source, sourcesOf } from '../lane/source.js';
import { SubscriptionError, messageOf } from '../subscription-error.js';
import { type StartAt, consumerWish, differencesIn, newConsumer } from './consumer-config.js';
import { findConsumer, nameOf, orMissing } from './find-consumer.js';

/** What {@link provisionSubscription} takes. The broker must allow it to make consumers. */
export type ProvisionOptions = Broker & {
  readonly contracts: readonly EventContract[];
  readonly durable: string;
  /** First token of every subject. Default: `quyu`. */
  readonly root?: string;
  /** Where a new subscription begins. Default: `beginning`. It changes nothing for one that exists. */
  readonly startAt?: StartAt;
};

/** What was done to a consumer. */
export interface ProvisionedSubscription {
  readonly stream: string;
  readonly durable: string;
  readonly action: 'created' | 'updated' | 'unchanged';
  /** The settings that were not as they should be. */
  readonly changes: readonly string[];
}

/**
 * Makes the durable consumers a subscription needs, one in each service's stream. An operator's act: run it with the rights
 * to make consumers, before the subscriber starts. Running it again changes nothing. When contracts are added to a
 * subscription that exists, their events are heard from where it stands, not from the beginning.
 *
 * @throws SubscriptionError when a stream is missing or a consumer of that name belongs to somebody else.
 * @example await provisionSubscription({ natsUrl, contracts: [partnerEnrolled], durable: 'crm' });
 */
export function provisionSubscription(
  options: ProvisionOptions,
): Promise<readonly ProvisionedSubscription[]> {
  const sources = sourcesOf(options.contracts, options.durable, options.root ?? 'quyu');
  return withConnection(options, `provision ${options.durable}`, async (nc) => {
    const manager = await jetstreamManager(nc, { checkAPI: false });
    const done: ProvisionedSubscription[] = [];
    for (const source of sources)
      done.push(await provisionOne(manager, source, options.startAt ?? 'beginning'));
    return done;
  });
}

async function provisionOne(
  manager: JetStreamManager,
  source: Source,
  startAt: StartAt,
): Promise<ProvisionedSubscription> {
  const { stream, durable } = source;
  if (!(await orMissing(manager.streams.info(stream)))) {
    throw new SubscriptionError(
      `there is no stream ${stream}: is ${source.service} deployed, and "quyu provision" run?`,
    );
  }
  const found = await findConsumer(manager, source);
  const changes = found ? differencesIn(found.config, source) : [];
  if (!found) await attempt(source, manager.consumers.add(stream, newConsumer(source, startAt)));
  else if (changes.length > 0) {
    await attempt(source, manager.consumers.update(stream, durable, consumerWish(source)));
  }
  const existing = changes.length > 0 ? 'updated' : 'unchanged';
  return { stream, durable, action: found ? existing : 'created', changes };
}

async function attempt(source: Source, request: Promise<unknown>): Promise<void> {
  try {
    await request;
  } catch (error) {
    throw new SubscriptionError(`${nameOf(source)} could not be made: ${messageOf(error)}`, error);
  }
}
