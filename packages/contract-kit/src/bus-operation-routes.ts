import { z } from 'zod';
import type {
  BusLag,
  LaneLag,
  ParkedEvent,
  PublishedEvent,
  RepublishAnswer,
  RepublishRequest,
  RetryAnswer,
  RetryRequest,
} from './bus-operations.js';
import {
  changeFields,
  discardAnswerSchema,
  discardRequestSchema,
  letterRefSchema,
  rateSchema,
} from './dead-letter-schemas.js';
import { type Page, type PageQuery, pageFields, pageOf } from './page.js';
import { defineRoute } from './route.js';

const seconds = z.int().nullable();
const laneLag: z.ZodType<LaneLag> = z.object({
  name: z.string(),
  source: z.string(),
  stream: z.string(),
  durable: z.string(),
  partition: z.int().nullable(),
  pending: z.int(),
  ackPending: z.int(),
  oldestSeconds: seconds,
  lastSettledAt: z.iso.datetime().nullable(),
  problem: z.string().nullable(),
});
const busLag: z.ZodType<BusLag> = z.object({
  lanes: z.array(laneLag),
  outbox: z.object({ size: z.int(), oldestSeconds: seconds }),
  parked: z.object({ size: z.int(), oldestSeconds: seconds }),
});
const refFields = {
  id: z.string(),
  eventId: z.uuid(),
  type: z.string().nullable(),
  aggregateType: z.string().nullable(),
  aggregateId: z.string().nullable(),
  aggregateVersion: z.int().nullable(),
};
const parkedEvent: z.ZodType<ParkedEvent> = z.object({
  ...refFields,
  reason: z.string(),
  occurredAt: z.iso.datetime(),
  parkedAt: z.iso.datetime(),
});
const parkedPage: z.ZodType<Page<ParkedEvent>> = pageOf(parkedEvent);
const pageQuery: z.ZodType<PageQuery> = z.strictObject({ ...pageFields });
const retryRequest: z.ZodType<RetryRequest> = z.strictObject(changeFields);
const retryAnswer: z.ZodType<RetryAnswer> = z.object({
  dryRun: z.boolean(),
  matching: z.int(),
  events: z.array(letterRefSchema),
});
const publishedEvent: z.ZodType<PublishedEvent> = z.object({
  place: z.enum(['stream', 'outbox', 'parked']),
  sequence: z.int().nullable(),
  storedAt: z.iso.datetime({ precision: null }).nullable(),
  subject: z.string().nullable(),
  eventId: z.string().nullable(),
  type: z.string().nullable(),
  aggregateType: z.string().nullable(),
  aggregateId: z.string().nullable(),
  aggregateVersion: z.int().nullable(),
  headers: z.record(z.string(), z.string()),
  payload: z.string(),
  payloadEncoding: z.enum(['utf8', 'base64']),
  reason: z.string().nullable(),
});
const sequence = z.int().min(1);
const republishRequest: z.ZodType<RepublishRequest> = z
  .strictObject({
    fromSequence: sequence,
    toSequence: sequence,
    type: z.string().max(200).optional(),
    aggregateType: z.string().max(200).optional(),
    aggregateId: z.string().max(300).optional(),
    dryRun: z.boolean().optional(),
    ratePerSecond: rateSchema,
    republishId: z.uuid().optional(),
  })
  .meta({ examples: [{ fromSequence: 1200, toSequence: 1300, dryRun: true }] });
const republishAnswer: z.ZodType<RepublishAnswer> = z.object({
  dryRun: z.boolean(),
  republishId: z.uuid(),
  republished: z.int(),
  passedOver: z.int(),
  next: z.int().nullable(),
});

/** Tells how far behind the service is. */
export const getBusLag = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/bus/lag',
  permission: 'platform:read',
  summary: { en: 'How far behind the service is with its events', zh: '事件处理积压' },
  answer: busLag,
});

/** Lists what could not be published, in the order in which it was to be. */
export const listParked = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/bus/parked',
  permission: 'platform:read',
  summary: { en: 'Events that could not be published', zh: '无法发布的事件' },
  query: pageQuery,
  answer: parkedPage,
});

/** Puts parked events back into the outbox, whole aggregates at a time. */
export const retryParked = defineRoute({
  kind: 'act',
  method: 'POST',
  path: '/bus/parked/retry',
  permission: 'platform:operate',
  summary: { en: 'Try to publish parked events again', zh: '重试发布搁置的事件' },
  body: retryRequest,
  answer: retryAnswer,
});

/** Gives parked events up: nobody will hear of them. */
export const discardParked = defineRoute({
  kind: 'act',
  method: 'POST',
  path: '/bus/parked/discard',
  permission: 'platform:operate',
  summary: { en: 'Give parked events up', zh: '丢弃搁置的事件' },
  body: discardRequestSchema,
  answer: discardAnswerSchema,
});

/** Finds an event of the service by its place in the stream or its id. */
export const getPublishedEvent = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/bus/events/:event',
  permission: 'platform:read',
  summary: {
    en: 'An event that the service has published, by stream sequence or id',
    zh: '查看已发布的事件',
  },
  params: z.strictObject({ event: z.union([z.string().regex(/^[1-9]\d{0,14}$/), z.uuid()]) }),
  answer: publishedEvent,
});

/** Puts events of the service's stream there again. */
export const republishEvents = defineRoute({
  kind: 'act',
  method: 'POST',
  path: '/bus/republish',
  permission: 'platform:operate',
  summary: { en: 'Publish events of the stream again', zh: '重新发布事件' },
  body: republishRequest,
  answer: republishAnswer,
});
