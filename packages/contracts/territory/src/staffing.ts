import {
  dateSchema,
  defineRoute,
  erase,
  instantSchema,
  pageFields,
  pageOf,
  type TypeOf,
  z,
} from '@quyu/contract-kit';
import { positionSchema, unitKindSchema } from './org-units.js';

const code = z.string().min(1).max(64);
const people = z.int().min(0).max(100_000);
const text = z.strictObject({ en: z.string().min(1).max(500), zh: z.string().min(1).max(500) });

/** So many people of a position in each unit of a kind; `fullTime` and `sells` narrow down who is counted. */
const headcount = z.strictObject({
  kind: z.literal('headcount'),
  unitKind: unitKindSchema,
  position: positionSchema,
  fullTime: z.boolean().optional(),
  sells: z.boolean().optional(),
  min: people,
  max: people,
});

/** People of a position only where the unit has more than so many of another. */
const threshold = z.strictObject({
  kind: z.literal('threshold'),
  unitKind: unitKindSchema,
  position: positionSchema,
  basis: positionSchema,
  moreThan: people,
});

/** Each group leader leads so many people, and who names a leader names a group leader of the same unit. */
const groupSize = z.strictObject({
  kind: z.literal('group-size'),
  unitKind: unitKindSchema,
  min: people,
  max: people,
});

/** Everybody of a position has one of these grades. */
const grades = z.strictObject({
  kind: z.literal('grades'),
  unitKind: unitKindSchema,
  position: positionSchema,
  grades: z.array(code).min(1).max(20),
});

/** What a rule asks of a unit. */
export const staffingCheckSchema = erase(
  z.discriminatedUnion('kind', [headcount, threshold, groupSize, grades]),
);
export type StaffingCheck = TypeOf<typeof staffingCheckSchema>;

/** A staffing rule (配置标准) as it is set. One that is not in force is kept and asks nothing. */
export const staffingRuleDraftSchema = erase(
  z.strictObject({ title: text, inForce: z.boolean(), check: staffingCheckSchema }),
);
export type StaffingRuleDraft = TypeOf<typeof staffingRuleDraftSchema>;

/** The latest version of a rule. */
export const staffingRuleSchema = erase(
  z.object({
    code,
    version: z.int(),
    title: text,
    inForce: z.boolean(),
    check: staffingCheckSchema,
    setAt: instantSchema,
  }),
);
export type StaffingRule = TypeOf<typeof staffingRuleSchema>;

/** What a unit has that a rule does not allow, with the numbers. */
export const staffingViolationSchema = erase(
  z.object({
    violationId: z.uuid(),
    ruleCode: code,
    ruleVersion: z.int(),
    unitCode: code,
    unitKind: unitKindSchema,
    /** The person it is about, where it is about one. */
    staffCode: code.nullable(),
    actual: z.int().nullable(),
    min: z.int().nullable(),
    max: z.int().nullable(),
    explanation: z.object({ en: z.string(), zh: z.string() }),
    /** The business day on which it was found, and the one on which it was found no more. */
    appearedOn: dateSchema,
    resolvedOn: dateSchema.nullable(),
  }),
);
export type StaffingViolation = TypeOf<typeof staffingViolationSchema>;

export const putStaffingRule = defineRoute({
  kind: 'write',
  method: 'PUT',
  path: '/staffing/rules/:code',
  permission: 'territory:write',
  summary: { en: 'Set a staffing rule', zh: '设置配置标准' },
  params: z.strictObject({ code }),
  body: staffingRuleDraftSchema,
  answer: staffingRuleSchema,
});

export const listStaffingRules = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/staffing/rules',
  permission: 'territory:read',
  summary: { en: 'Staffing rules', zh: '配置标准列表' },
  query: z.strictObject(pageFields),
  answer: pageOf(staffingRuleSchema),
});

export const listStaffingViolations = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/staffing/violations',
  permission: 'territory:read',
  summary: { en: 'Units that break staffing rules', zh: '违反配置标准的组织单元' },
  query: z.strictObject({
    ...pageFields,
    /** Of this unit and all below it. */
    within: code.optional(),
    ruleCode: code.optional(),
    /** Default: open. */
    status: z.enum(['open', 'resolved']).optional(),
  }),
  answer: pageOf(staffingViolationSchema),
});
