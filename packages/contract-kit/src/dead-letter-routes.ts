import { z } from 'zod';
import {
  deadLetterDetailSchema,
  deadLetterGroupPageSchema,
  deadLetterPageSchema,
  deadLetterQuerySchema,
  discardAnswerSchema,
  discardRequestSchema,
  replayAnswerSchema,
  replayRequestSchema,
  rowIdSchema,
} from './dead-letter-schemas.js';
import { pageFields } from './page.js';
import { defineRoute } from './route.js';

/** Lists dead letters, oldest first. */
export const listDeadLetters = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/bus/dead-letters',
  permission: 'platform:read',
  summary: { en: 'Events that the service has put aside', zh: '死信列表' },
  query: deadLetterQuerySchema,
  answer: deadLetterPageSchema,
});

/** Shows one dead letter with its payload and headers. */
export const getDeadLetter = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/bus/dead-letters/:letterId',
  permission: 'platform:read',
  summary: { en: 'An event that was put aside, with its payload', zh: '死信详情' },
  params: z.strictObject({ letterId: rowIdSchema }),
  answer: deadLetterDetailSchema,
});

/** Lists what the waiting letters failed of, most first. */
export const listDeadLetterGroups = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/bus/dead-letter-groups',
  permission: 'platform:read',
  summary: { en: 'What the waiting dead letters failed of', zh: '按失败原因分组的死信' },
  query: z.strictObject({ ...pageFields }),
  answer: deadLetterGroupPageSchema,
});

/** Handles dead letters again, in the order of their aggregates. */
export const replayDeadLetters = defineRoute({
  kind: 'act',
  method: 'POST',
  path: '/bus/dead-letters/replay',
  permission: 'platform:operate',
  summary: { en: 'Handle dead letters again, in order', zh: '按顺序重放死信' },
  body: replayRequestSchema,
  answer: replayAnswerSchema,
});

/** Gives dead letters up for good. */
export const discardDeadLetters = defineRoute({
  kind: 'act',
  method: 'POST',
  path: '/bus/dead-letters/discard',
  permission: 'platform:operate',
  summary: { en: 'Give dead letters up', zh: '丢弃死信' },
  body: discardRequestSchema,
  answer: discardAnswerSchema,
});
