import type { EventEnvelope } from '@quyu/contract-kit';
import { type Actor, serviceActor } from './actor.js';

/** What must be known of a message: which event it is, if it is one. */
export type Handled =
  | { readonly ok: true; readonly envelope: Pick<EventEnvelope, 'id' | 'type' | 'correlationId'> }
  | { readonly ok: false };

/** Of a batch so many events are named: a batch may hold hundreds. */
const NAMED = 100;

/** The service, as it handles a batch of events in one transaction. The entry names the events that it follows from. */
export function batchActor(service: string, messages: readonly Handled[]): Actor {
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
