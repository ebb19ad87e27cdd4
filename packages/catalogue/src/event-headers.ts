import type { JsonObject } from './embed-schema.js';

const text = (description: string, more: JsonObject = {}): JsonObject => ({
  type: 'string',
  description,
  ...more,
});

/** JSON Schema of the message headers of every event (see `toHeaders` of the contract kit). */
export const eventHeadersSchema: JsonObject = {
  type: 'object',
  properties: {
    'ce-specversion': { const: '1.0' },
    'ce-id': text('UUIDv7; also the message id, by which a repeated publish is recognised.', { format: 'uuid' }),
    'ce-type': text('`io.quyu.` and the type of the event.'),
    'ce-source': text('`/quyu/` and the service that published it.'),
    'ce-subject': text('Id of the aggregate it happened to.'),
    'ce-time': text('When it happened.', { format: 'date-time' }),
    'ce-aggregatetype': text('Kind of the aggregate.'),
    'ce-sequence': text('Version of the aggregate: rises by one with each of its events.', { pattern: '^[1-9]\\d*$' }),
    'ce-partitionkey': text('`<kind>/<id>` of the aggregate: order is kept within it.'),
    'ce-correlationid': text('The same for everything that follows from one request.'),
    'ce-causationid': text('The request or event that caused this one.'),
    'ce-traceparent': text('W3C trace context.'),
    'content-type': { const: 'application/json' },
  },
  required: [
    'ce-specversion', 'ce-id', 'ce-type', 'ce-source', 'ce-subject', 'ce-time', 'ce-aggregatetype',
    'ce-sequence', 'ce-partitionkey', 'ce-correlationid', 'ce-causationid', 'content-type',
  ],
}; // prettier-ignore
