import { dateSchema, defineRoute, erase, pageFields, pageOf, type TypeOf, z } from '@quyu/contract-kit';
import { assignmentSchema } from './assignments.js';

const code = z.string().min(1).max(64);
const params = z.strictObject({ subjectId: z.uuid() });
const reason = z.string().min(1).max(500);

/** A person's decision that an account belongs to a territory, whatever the rules say. It outlives realignments. */
export const pinSchema = erase(
  z.object({
    subjectId: z.uuid(),
    subjectCode: z.string(),
    territoryCode: code,
    reason,
    pinnedOn: dateSchema,
    pinnedBy: z.string(),
    /** False while the active model has no such territory: the rules decide meanwhile. */
    inForce: z.boolean(),
  }),
);
export type Pin = TypeOf<typeof pinSchema>;

export const putPin = defineRoute({
  kind: 'write',
  method: 'PUT',
  path: '/pins/:subjectId',
  permission: 'territory:write',
  summary: { en: 'Pin an account to a territory', zh: '将客户固定到区域' },
  problems: ['SUBJECT_NOT_FOUND', 'TERRITORY_NOT_FOUND'],
  params,
  body: z.strictObject({ territoryCode: code, reason }),
  answer: pinSchema,
});

export const removePin = defineRoute({
  kind: 'write',
  method: 'DELETE',
  path: '/pins/:subjectId',
  permission: 'territory:write',
  summary: { en: 'Let the rules decide on an account again', zh: '取消固定' },
  problems: ['PIN_NOT_FOUND'],
  params,
});

export const listPins = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/pins',
  permission: 'territory:read',
  summary: { en: 'Accounts that are pinned', zh: '被固定的客户' },
  query: z.strictObject(pageFields),
  answer: pageOf(pinSchema),
});

/** An account for which several rules contend with equal right. */
export const conflictSchema = erase(
  z.object({
    subjectId: z.uuid(),
    subjectCode: z.string(),
    contenders: z.array(z.object({ ruleCode: code, territoryCode: code, territoryName: z.string() })),
  }),
);
export type Conflict = TypeOf<typeof conflictSchema>;

export const listConflicts = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/conflicts',
  permission: 'territory:read',
  summary: { en: 'Accounts that a person must decide on', zh: '待裁定的冲突客户' },
  query: z.strictObject(pageFields),
  answer: pageOf(conflictSchema),
});

export const settleConflict = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/conflicts/:subjectId/settlement',
  permission: 'territory:write',
  summary: { en: 'Settle a conflict: the account is pinned to where one rule wants it', zh: '裁定冲突' },
  problems: ['SUBJECT_NOT_FOUND', 'NOT_IN_CONFLICT', 'NOT_A_CONTENDER'],
  params,
  body: z.strictObject({ ruleCode: code, reason }),
  answer: assignmentSchema,
});
