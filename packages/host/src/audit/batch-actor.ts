import type { Received } from '@quyu/lane';
import { type Actor, serviceActor } from './actor.js';

/** Of a batch so many events are named: a batch may hold hundreds. */
const NAMED = 100;

/** The service, as it handles a batch of events in one transaction. The entry names the events that it follows from. */
export function batchActor(service: string, messages: readonly Received[]): Actor {
  const envelopes = messages.flatMap((message) => (message.ok ? [message.envelope] : []));
  const types = [...new Set(envelopes.map(({ type }) => type))];
  const [only] = types;
  const operation = only !== undefined && types.length === 1 ? `event:${only}` : 'events';
  const events = envelopes
    .slice(0, NAMED)
    .map(({ id, type, correlationId }) =>
      types.length === 1 ? { id, correlationId } : { id, type, correlationId },
    );
  return serviceActor(service, operation, JSON.stringify({ events, count: envelopes.length }));
}
