import { jetstream } from '@nats-io/jetstream';
import type { MsgHdrs, NatsConnection } from '@nats-io/transport-node';
import {
  type EventEnvelope,
  type EventType,
  fromHeaders,
  parseJson,
  streamName,
  subjectFilter,
} from '@quyu/contract-kit';

/** Which events to show; everything that is given must match. */
export interface TailFilter {
  readonly service?: string;
  readonly type?: EventType;
  readonly aggregateType?: string;
  readonly aggregateId?: string;
}

/** Settings of {@link tailEvents}. */
export interface TailSettings {
  readonly nc: NatsConnection;
  readonly root: string;
  readonly filter?: TailFilter;
  /** Begins with what happened then. Needs a service or a type, and the right to read its stream through a consumer. */
  readonly since?: Date;
  /** Ends the tail. */
  readonly signal?: AbortSignal;
}

/** A message under the root that is no event, and why. */
export interface Unreadable {
  readonly subject: string;
  readonly fault: string;
}

/** What a tail shows: an event, or something that claims to be one. */
export type Tailed = { readonly event: EventEnvelope } | { readonly unreadable: Unreadable };

/**
 * Shows events as they are published, until `signal`. It only looks: nothing is created, acknowledged or changed, unless
 * `since` asks for the past.
 *
 * @example for await (const seen of tailEvents({ nc, root: 'quyu', filter: { service: 'partner' } })) console.log(seen);
 */
export async function* tailEvents(settings: TailSettings): AsyncIterable<Tailed> {
  const messages = settings.since ? await fromThePast(settings, settings.since) : fromNowOn(settings);
  const end = (): void => messages.end();
  settings.signal?.addEventListener('abort', end, { once: true });
  try {
    for await (const message of messages.iterable) {
      const seen = read(message);
      if (matches(seen, settings.filter)) yield seen;
    }
  } finally {
    settings.signal?.removeEventListener('abort', end);
    end();
  }
}

interface TailedMessage {
  readonly subject: string;
  readonly headers?: MsgHdrs | undefined;
  string(): string;
}

interface Source {
  readonly iterable: AsyncIterable<TailedMessage>;
  end(): void;
}

function subjectOfFilter(root: string, { type, service }: TailFilter = {}): string {
  if (type) return subjectFilter(root, type);
  return service ? `${root}.${service}.>` : `${root}.>`;
}

function fromNowOn({ nc, root, filter }: TailSettings): Source {
  const subscription = nc.subscribe(subjectOfFilter(root, filter));
  return { iterable: subscription, end: () => subscription.unsubscribe() };
}

/** An ordered consumer: the library makes it anew when it misses a message, and the broker forgets it afterwards. */
async function fromThePast({ nc, root, filter }: TailSettings, since: Date): Promise<Source> {
  const service = filter?.service ?? filter?.type?.split('.', 1)[0];
  if (!service) throw new TypeError('to look into the past, say of which service or type');
  const consumer = await jetstream(nc, { checkAPI: false }).consumers.get(streamName(root, service), {
    filter_subjects: subjectOfFilter(root, filter),
    opt_start_time: since.toISOString(),
    deliver_policy: 'by_start_time',
  });
  const messages = await consumer.consume();
  return { iterable: messages, end: () => void messages.close() };
}

function read(message: TailedMessage): Tailed {
  try {
    return {
      event: { ...fromHeaders((name) => message.headers?.get(name)), data: parseJson(message.string()) },
    };
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
    return { unreadable: { subject: message.subject, fault: error.message } };
  }
}

function matches(seen: Tailed, { aggregateType, aggregateId }: TailFilter = {}): boolean {
  if (aggregateId === undefined && aggregateType === undefined) return true;
  if (!('event' in seen)) return false;
  const { event } = seen;
  return (
    (aggregateId === undefined || event.aggregateId === aggregateId) &&
    (aggregateType === undefined || event.aggregateType === aggregateType)
  );
}
