import { z } from 'zod';
import type { AuditChange, AuditEntryDetail, AuditEntry, AuditQuery, AuditSeal } from './audit-log.js';
import { rowIdSchema } from './dead-letter-schemas.js';
import { type Page, pageFields, pageOf } from './page.js';
import { defineRoute } from './route.js';

const word = z.string().min(1).max(300);
const instant = z.iso.datetime({ offset: true });
const text = z.string().nullable();
const outcome = z.enum(['done']);

const entryFields = {
  entryId: rowIdSchema,
  recordedAt: z.iso.datetime(),
  actor: z.string(),
  onBehalfOf: text,
  operation: z.string(),
  outcome,
  resourceType: text,
  resourceId: text,
  requestId: text,
  correlationId: text,
  causationId: text,
  address: text,
  idempotencyKey: text,
  details: z.unknown().optional(),
};
const entry: z.ZodType<AuditEntry> = z.object(entryFields);
const change: z.ZodType<AuditChange> = z.object({
  changeId: rowIdSchema,
  table: z.string(),
  key: z.string(),
  kind: z.enum(['insert', 'update', 'delete', 'truncate']),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
});
const seal: z.ZodType<AuditSeal> = z.object({ seq: z.int(), hash: z.string(), sealedAt: z.iso.datetime() });
const detail: z.ZodType<AuditEntryDetail> = z.object({
  ...entryFields,
  changes: z.array(change),
  changesTotal: z.int(),
  seal: seal.nullable(),
});
const query: z.ZodType<AuditQuery> = z.strictObject({
  ...pageFields,
  actor: word.optional(),
  operation: word.optional(),
  outcome: outcome.optional(),
  resourceType: word.optional(),
  resourceId: word.optional(),
  correlationId: word.optional(),
  from: instant.optional(),
  to: instant.optional(),
});
const entryPage: z.ZodType<Page<AuditEntry>> = pageOf(entry);

/** Lists what was done, newest first. */
export const listAuditEntries = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/audit/entries',
  permission: 'platform:audit',
  summary: { en: 'Who did what in the service, newest first', zh: '审计日志' },
  query,
  answer: entryPage,
});

/** Shows one entry with the rows it changed, before and after. */
export const getAuditEntry = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/audit/entries/:entryId',
  permission: 'platform:audit',
  summary: { en: 'What was done, with the rows before and after', zh: '审计记录详情' },
  params: z.strictObject({ entryId: rowIdSchema }),
  answer: detail,
});
