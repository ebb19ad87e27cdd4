import { platformErrors } from '@quyu/contract-kit';
import type { JsonObject } from './embed-schema.js';

/** Name under which the problem response of a status is kept. */
export function problemResponseName(status: number): string {
  return `Problem${status}`;
}

/** Codes of the platform's problems by status. */
export function platformCodesByStatus(): ReadonlyMap<number, readonly string[]> {
  const byStatus = Map.groupBy(Object.entries(platformErrors), ([, kind]) => kind.status);
  return new Map([...byStatus].map(([status, entries]) => [status, entries.map(([code]) => code)]));
}

/** Everything that operations share: problem documents, headers, the security scheme. */
export function openApiComponents(): JsonObject {
  return {
    schemas: { Fault: fault, Problem: problem },
    parameters: { IdempotencyKey: idempotencyKey, IfMatch: ifMatch },
    headers,
    responses: Object.fromEntries(
      [...platformCodesByStatus()].map(([status, codes]) => [
        problemResponseName(status),
        { ...problemResponse(codes), ...(COME_AGAIN.has(status) ? comeAgain : {}) },
      ]),
    ),
    securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
  };
}

/** A response with a problem document whose code is one of these. */
export function problemResponse(codes: readonly string[]): JsonObject {
  const schema = {
    allOf: [
      { $ref: '#/components/schemas/Problem' },
      { type: 'object', properties: { code: { enum: codes } } },
    ],
  };
  return { description: codes.join(', '), content: { 'application/problem+json': { schema } } };
}

const fault: JsonObject = {
  type: 'object',
  description: 'One fault in the request.',
  properties: {
    pointer: { type: 'string', description: 'JSON Pointer of the value at fault, e.g. /body/name.' },
    code: { type: 'string' },
    message: { type: 'string' },
  },
  required: ['pointer', 'code', 'message'],
};

const problem: JsonObject = {
  type: 'object',
  description: 'An RFC 9457 problem document.',
  properties: {
    type: { type: 'string', description: 'urn:quyu:problem:<code>' },
    title: { type: 'string', description: 'In Chinese when Accept-Language prefers it.' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable: program against this.' },
    detail: { type: 'string' },
    instance: { type: 'string', description: 'Id of the request, to be found in the logs.' },
    traceId: {
      type: 'string',
      pattern: '^[0-9a-f]{32}$',
      description: 'The trace the request belongs to; absent when nothing is traced.',
    },
    errors: { type: 'array', items: { $ref: '#/components/schemas/Fault' } },
  },
  required: ['type', 'title', 'status', 'code'],
};

const idempotencyKey: JsonObject = {
  name: 'Idempotency-Key',
  in: 'header',
  description:
    'Names this attempt. A repeat with the same key and content answers as the first did and does nothing.',
  schema: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[!-~]+$' },
};

const ifMatch: JsonObject = {
  name: 'If-Match',
  in: 'header',
  required: true,
  description: 'The version that was read, as its ETag gave it.',
  schema: { type: 'string', pattern: '^"\\d+"$', examples: ['"3"'] },
};

/** Statuses that say when to come again. */
const COME_AGAIN: ReadonlySet<number> = new Set([429, 503]);
const comeAgain: JsonObject = { headers: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } };

const headers: JsonObject = {
  RetryAfter: { description: 'Seconds after which to ask again.', schema: { type: 'integer', minimum: 1 } },
  RequestId: { description: 'Id of the request, to be found in the logs.', schema: { type: 'string' } },
  ETag: { description: 'Version of the resource, for If-Match.', schema: { type: 'string' } },
  IdempotencyReplayed: {
    description: '"true" when the answer is the one an earlier request with this key got.',
    schema: { type: 'string', enum: ['true'] },
  },
  JobLocation: { description: 'Where the progress of the job is told.', schema: { type: 'string' } },
};
