import { defineRoute, erase, pageFields, pageOf, type TypeOf, z } from '@quyu/contract-kit';

const code = z.string();

/** Where a subject was assigned, and the rule that did it. */
export const assignmentSchema = erase(
  z.object({
    subjectId: z.uuid(),
    subjectCode: code,
    status: z.enum(['assigned', 'gap', 'conflict']),
    territoryCode: code.nullable(),
    territoryName: z.string().nullable(),
    /** The rule, or `pin` when a person put it there. */
    ruleCode: code.nullable(),
    /** Who decided: a rule, a person's pin, or `kept` when a model that fills left it where an earlier one had put it. */
    by: z.enum(['rule', 'pin', 'kept']),
    /** On a conflict: the rules that matched with the same, highest priority. */
    contenders: z.array(code),
    modelCode: code,
    attributes: z.record(z.string(), z.string()),
  }),
);
export type Assignment = TypeOf<typeof assignmentSchema>;

export const listAssignments = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/assignments',
  permission: 'territory:read',
  summary: { en: 'Accounts with their territories', zh: '客户分配结果' },
  query: z.strictObject({
    ...pageFields,
    /** This territory and all below it. */
    territoryCode: code.max(64).optional(),
    status: z.enum(['assigned', 'gap', 'conflict']).optional(),
  }),
  answer: pageOf(assignmentSchema),
});

export const getAssignment = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/assignments/:subjectId',
  permission: 'territory:read',
  summary: { en: 'Where one account was assigned, and why', zh: '客户分配结果及原因' },
  problems: ['SUBJECT_NOT_FOUND'],
  params: z.strictObject({ subjectId: z.uuid() }),
  answer: assignmentSchema,
});

export const countAssignments = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/assignment-counts',
  permission: 'territory:read',
  summary: { en: 'Accounts per territory, gaps and conflicts', zh: '各区域客户数、空白与冲突' },
  answer: z.object({
    territories: z.array(z.object({ code, name: z.string(), subjects: z.int() })),
    gaps: z.int(),
    conflicts: z.int(),
  }),
});
