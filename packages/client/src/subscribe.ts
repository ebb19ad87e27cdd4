import { jetstreamManager } from '@nats-io/jetstream';
import type { EventContract, EventEnvelope } from '@quyu/contract-kit';
import type { ClientBase } from 'pg';
import { type Broker, connectTo } from './connect.js';
import type { EventOf } from './event-of.js';
import { createInboxSettler } from './inbox/inbox-settler.js';
import { type Inbox, tablesOf } from './inbox/inbox.js';
import type { Settler } from './lane/settler.js';
import { sourcesOf } from './lane/source.js';
import { createMemorySettler } from './memory/memory-settler.js';
import { verifyConsumers } from './provisioning/find-consumer.js';
import { type OnDead, logDead } from './report-dead.js';
import { type RetrySettings, retryOf } from './retry-settings.js';
import { type Subscription, startSubscription } from './subscription.js';
import { type SubscriberLog, standardErrorLog } from './subscriber-log.js';

/** What {@link subscribe} takes, besides the broker. */
export interface SubscribeSettings extends RetrySettings {
  /** Under which name the broker remembers how far this subscriber is; see `provisionSubscription`. */
  readonly durable: string;
  /** First token of every subject. Default: `quyu`. */
  readonly root?: string;
  /** Told of every event that is put aside. Default: a line in the log. */
  readonly onDead?: OnDead;
  /** Default: standard error. */
  readonly log?: SubscriberLog;
  /** Ends the subscription, as {@link Subscription.stop} does. */
  readonly signal?: AbortSignal;
}

/** Handles events with their effects in one transaction. */
export type InboxHandler<E extends EventContract> = (
  event: EventOf<E>,
  tx: ClientBase,
) => void | Promise<void>;

/** Handles events without an inbox. */
export type PlainHandler<E extends EventContract> = (event: EventOf<E>) => void | Promise<void>;

/**
 * Hears events as they happen, typed, from where the durable stands: in order per aggregate, one at a time. What does not
 * fit its contract is put aside, with what the handler fails on `maxAttempts` times; everything else goes on. Of several
 * processes with the same durable one is at work and the others stand by.
 *
 * **With an inbox** each event is effective exactly once in your database: do all work through `tx`, and neither commit nor
 * roll back. Events that come together share a transaction; when one of them fails they are handled again one by one, so
 * what a handler does elsewhere (mail, HTTP) may be done twice. While an event of an aggregate is a dead letter, later
 * ones of that aggregate are put aside behind it; see `replayDead`.
 *
 * **Without an inbox** each event is handled at least once: repetitions are recognised (by `ce-id`) for as long as the
 * process lives, but an event that was being handled when the process died is handled again by the next one. A dead letter
 * is known only to `onDead`, and later events of its aggregate are handled all the same.
 *
 * @throws SubscriptionError when the broker or a consumer is not as it must be. Later outages are waited out: see
 * {@link Subscription.problems}.
 * @example
 * await subscribe([partnerEnrolled, partnerScreened], async (event, tx) => {
 *   if (event.type === 'partner.enrolled.v1')
 *     await tx.query('insert into dealer (id, name) values ($1, $2)', [event.aggregateId, event.data.name]);
 * }, { natsUrl, durable: 'crm', inbox: { pool } });
 */
export function subscribe<E extends EventContract>(
  contracts: E | readonly E[],
  handler: InboxHandler<E>,
  settings: SubscribeSettings & Broker & { readonly inbox: Inbox },
): Promise<Subscription>;
export function subscribe<E extends EventContract>(
  contracts: E | readonly E[],
  handler: PlainHandler<E>,
  settings: SubscribeSettings & Broker & { readonly inbox?: undefined },
): Promise<Subscription>;
export async function subscribe(
  contracts: EventContract | readonly EventContract[],
  handler: AnyHandler,
  settings: SubscribeSettings & Broker & { readonly inbox?: Inbox | undefined },
): Promise<Subscription> {
  const log = settings.log ?? standardErrorLog;
  const sources = sourcesOf([contracts].flat(), settings.durable, settings.root ?? 'quyu');
  const settler = settlerOf(handler, settings, log);
  const connected = await connectTo(settings, `quyu client ${settings.durable}`);
  try {
    await verifyConsumers(await jetstreamManager(connected.nc, { checkAPI: false }), sources);
  } catch (error) {
    await connected.release();
    throw error;
  }
  return startSubscription({ connected, sources, settler, log, signal: settings.signal });
}

type AnyHandler = (event: EventEnvelope, tx: ClientBase) => unknown;

function settlerOf(
  handler: AnyHandler,
  settings: SubscribeSettings & { readonly inbox?: Inbox | undefined },
  log: SubscriberLog,
): Settler {
  const { inbox } = settings;
  const common = { log, retry: retryOf(settings), onDead: settings.onDead ?? logDead(log) };
  if (!inbox)
    return createMemorySettler({ ...common, handler: handler as (event: EventEnvelope) => unknown });
  return createInboxSettler({ ...common, handler, pool: inbox.pool, tables: tablesOf(inbox) });
}
