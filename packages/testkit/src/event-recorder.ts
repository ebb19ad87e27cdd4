import type { NatsConnection } from '@nats-io/transport-node';
import { type EventEnvelope, fromHeaders, parseJson } from '@quyu/contract-kit';

/** Hears every event under a root, with a plain subscription as any client in any language would make. */
export interface EventRecorder {
  heard(type: string): Promise<readonly EventEnvelope[]>;
}

/** Starts to record. What cannot be read as an event is passed over: tests may publish rubbish on purpose. */
export async function recordEvents(nc: NatsConnection, root: string): Promise<EventRecorder> {
  const envelopes: EventEnvelope[] = [];
  nc.subscribe(`${root}.>`, {
    callback(error, message) {
      if (error) throw error;
      const envelope = tryRead(message.headers, message.string());
      if (envelope) envelopes.push(envelope);
    },
  });
  await nc.flush();
  return {
    async heard(type) {
      // What the server had for this connection before the flush has arrived after it.
      await nc.flush();
      return envelopes.filter((envelope) => envelope.type === type);
    },
  };
}

function tryRead(
  headers: { get(name: string): string } | undefined,
  body: string,
): EventEnvelope | undefined {
  try {
    return { ...fromHeaders((name) => headers?.get(name)), data: parseJson(body) };
  } catch {
    return undefined; // not an event
  }
}
