import { jetstream } from '@nats-io/jetstream';
import { type NatsConnection, headers } from '@nats-io/transport-node';
import {
  type EventContract,
  type EventEnvelope,
  check,
  partitionOf,
  subjectOf,
  toHeaders,
  z,
} from '@quyu/contract-kit';
import { newId } from '@quyu/host';
import type { PluginSpec } from '@quyu/plugin-kit';

/** Publishes as if it were another service. */
export type PublishAs = (event: EventContract, data: unknown) => Promise<void>;

/** Makes a publisher that counts each aggregate's versions, from 1, as a service's outbox would. */
export function createForeignPublisher(nc: NatsConnection, root: string, now: () => Date): PublishAs {
  const versions = new Map<string, number>();
  const stream = jetstream(nc);
  return async (event, data) => {
    const parsed = check(event.schema, data, '/data');
    if (!parsed.ok)
      throw new TypeError(
        `${event.type}: ${parsed.faults.map((each) => `${each.pointer} ${each.message}`).join('; ')}`,
      );
    const envelope = envelopeOf(event, parsed.value, versions, now());
    const all = headers();
    for (const [name, value] of Object.entries(toHeaders(envelope))) all.set(name, value);
    const subject = subjectOf(root, event.type, partitionOf(event.aggregate, envelope.aggregateId));
    await stream.publish(subject, JSON.stringify(data), { headers: all, msgID: envelope.id });
  };
}

function envelopeOf(
  event: EventContract,
  data: unknown,
  versions: Map<string, number>,
  at: Date,
): EventEnvelope {
  const aggregateId = String((data as Readonly<Record<string, unknown>>)[event.key]);
  const aggregate = `${event.service}/${event.aggregate}/${aggregateId}`;
  const aggregateVersion = (versions.get(aggregate) ?? 0) + 1;
  versions.set(aggregate, aggregateVersion);
  const id = newId();
  return {
    id,
    type: event.type,
    service: event.service,
    aggregateType: event.aggregate,
    aggregateId,
    aggregateVersion,
    time: at.toISOString(),
    correlationId: id,
    causationId: id,
    data,
  };
}

/** Specs that stand for the services whose events are consumed here but which do not run here: they need streams. */
export function foreignSpecs(specs: readonly PluginSpec[]): PluginSpec[] {
  const here = new Set(specs.map(({ id }) => id));
  const foreign = specs.flatMap(({ consumes }) => consumes).filter(({ service }) => !here.has(service));
  return [...Map.groupBy(foreign, ({ service }) => service)].map(([id, publishes]) =>
    foreignSpec(id, publishes),
  );
}

function foreignSpec(id: string, publishes: readonly EventContract[]): PluginSpec {
  const summary = { en: id, zh: id };
  const nothing = { consumes: [], calls: {}, extensionPoints: [], jobs: {}, figures: {} };
  return { ...nothing, id, kit: '*', summary, config: z.object({}), publishes };
}
