import { type EventContract, PARTITIONS, streamName, subjectOf } from '@quyu/contract-kit';
import { KIT_VERSION, type PluginSpec } from '@quyu/plugin-kit';
import { type EventEntry, eventsOf } from './events-of.js';
import { type JsonObject, embedSchema } from './embed-schema.js';
import { eventHeadersSchema } from './event-headers.js';

/** What an AsyncAPI document says besides the events. */
export interface AsyncApiOptions {
  /** First token of every subject, e.g. `quyu`. */
  readonly root: string;
  /** Version of the platform. Default: the kit's. */
  readonly version?: string;
}

/**
 * The AsyncAPI 3.0 document of all events: a channel per event, a `send` operation of its publisher and a `receive`
 * operation of each consumer.
 *
 * @example asyncApiOf([partner.spec, territory.spec], { root: 'quyu' })
 */
export function asyncApiOf(specs: readonly PluginSpec[], options: AsyncApiOptions): JsonObject {
  const events = eventsOf(specs);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Quyu events',
      version: options.version ?? KIT_VERSION,
      description: 'CloudEvents 1.0 in binary mode over NATS JetStream: `ce-*` headers and a JSON body.',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(events.map(({ event }) => [event.type, channelOf(event, options.root)])),
    operations: Object.fromEntries(events.flatMap(operationsOf)),
    components: {
      schemas: { EventHeaders: eventHeadersSchema },
      messages: Object.fromEntries(events.map(({ event }) => [event.type, messageOf(event)])),
    },
  };
}

function channelOf(event: EventContract, root: string): JsonObject {
  return {
    address: subjectOf(root, event.type, 0).replace(/00$/, '{partition}'),
    title: event.type,
    summary: event.summary,
    'x-stream': streamName(root, event.service),
    parameters: {
      partition: {
        description: `Partition of the ${event.aggregate}: FNV-1a of "${event.aggregate}/<id>" modulo ${PARTITIONS}.`,
        enum: Array.from({ length: PARTITIONS }, (_, partition) => String(partition).padStart(2, '0')),
      },
    },
    messages: { [event.type]: { $ref: `#/components/messages/${event.type}` } },
  };
}

function messageOf(event: EventContract): JsonObject {
  return {
    name: `io.quyu.${event.type}`,
    title: event.type,
    summary: event.summary,
    contentType: 'application/json',
    'x-aggregate': event.aggregate,
    'x-key': event.key,
    headers: { $ref: '#/components/schemas/EventHeaders' },
    payload: embedSchema(event.schema, ['components', 'messages', event.type, 'payload']),
    examples: event.examples.map((payload) => ({ payload })),
  };
}

function operationsOf({ event, consumers }: EventEntry): [string, JsonObject][] {
  const operation = (service: string, action: 'send' | 'receive'): [string, JsonObject] => [
    `${service}.${action}.${event.type}`,
    {
      action,
      summary: `${service} ${action === 'send' ? 'publishes' : 'consumes'} ${event.type}`,
      tags: [{ name: service }],
      channel: { $ref: `#/channels/${event.type}` },
      messages: [{ $ref: `#/channels/${event.type}/messages/${event.type}` }],
    },
  ];
  return [operation(event.service, 'send'), ...consumers.map((consumer) => operation(consumer, 'receive'))];
}
