import {
  bulkSummarySchema,
  dateSchema,
  defineRoute,
  erase,
  pageFields,
  pageOf,
  type TypeOf,
  z,
} from '@quyu/contract-kit';

const code = z.string().min(1).max(64);
const name = z.string().min(1).max(200);

/** 区域平台 > 城市平台 > 项目团队. */
export const unitKindSchema = erase(z.enum(['region', 'city', 'project']));
export type UnitKind = TypeOf<typeof unitKindSchema>;

/** What a person is in a unit: 负责人, 经理/主管, 组长, 专员. */
export const positionSchema = erase(z.enum(['lead', 'manager', 'group-leader', 'specialist']));
export type Position = TypeOf<typeof positionSchema>;

/** A unit of the field organisation. The first and last day count; null is open on that side. */
export const orgUnitSchema = erase(
  z.object({
    unitId: z.uuid(),
    code,
    kind: unitKindSchema,
    name,
    parentCode: code.nullable(),
    /** Codes from the top of the tree down to this one. */
    path: z.array(code),
    /** Territories it answers for, with all below them. */
    territoryCodes: z.array(code),
    opensOn: dateSchema.nullable(),
    closesOn: dateSchema.nullable(),
  }),
);
export type OrgUnit = TypeOf<typeof orgUnitSchema>;

/** A unit to add or to change; its parent must be known or stand earlier in the same request. */
export const orgUnitLineSchema = erase(
  z.strictObject({
    code,
    kind: unitKindSchema,
    name,
    parentCode: code.optional(),
    territoryCodes: z.array(code).max(500),
    opensOn: dateSchema.optional(),
    closesOn: dateSchema.optional(),
  }),
);
export type OrgUnitLine = TypeOf<typeof orgUnitLineSchema>;

/** A person's place in a unit for a time. The first and the last day count; without a last day it goes on. */
export const orgMemberSchema = erase(
  z.object({
    memberId: z.uuid(),
    unitCode: code,
    staffCode: code,
    position: positionSchema,
    /** Of specialists, e.g. senior, intermediate, junior (高中初); which there are is a staffing rule. */
    grade: code.nullable(),
    fullTime: z.boolean(),
    sells: z.boolean(),
    /** The group leader of the same unit who leads this person. */
    leaderCode: code.nullable(),
    from: dateSchema,
    to: dateSchema.nullable(),
  }),
);
export type OrgMember = TypeOf<typeof orgMemberSchema>;

/** A place to give or to change: unit, person and first day name it. */
export const orgMemberLineSchema = erase(
  z.strictObject({
    unitCode: code,
    staffCode: code,
    position: positionSchema,
    grade: code.optional(),
    fullTime: z.boolean(),
    sells: z.boolean(),
    leaderCode: code.optional(),
    from: dateSchema,
    to: dateSchema.optional(),
  }),
);
export type OrgMemberLine = TypeOf<typeof orgMemberLineSchema>;

export const enrolOrgUnits = defineRoute({
  kind: 'bulk',
  method: 'POST',
  path: '/org-units/bulk',
  permission: 'territory:write',
  summary: { en: 'Enrol organisational units', zh: '批量登记组织单元' },
  body: orgUnitLineSchema,
  answer: bulkSummarySchema,
});

export const listOrgUnits = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/org-units',
  permission: 'territory:read',
  summary: { en: 'Organisational units', zh: '组织单元列表' },
  query: z.strictObject({
    ...pageFields,
    kind: unitKindSchema.optional(),
    /** This unit and all below it. */
    within: code.optional(),
  }),
  answer: pageOf(orgUnitSchema),
});

export const getOrgUnit = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/org-units/:unitCode',
  permission: 'territory:read',
  summary: { en: 'One organisational unit', zh: '组织单元详情' },
  problems: ['ORG_UNIT_NOT_FOUND'],
  params: z.strictObject({ unitCode: code }),
  answer: orgUnitSchema,
});

export const placeMembers = defineRoute({
  kind: 'bulk',
  method: 'POST',
  path: '/org-members/bulk',
  permission: 'territory:write',
  summary: { en: 'Place people in organisational units', zh: '批量任命组织成员' },
  body: orgMemberLineSchema,
  answer: bulkSummarySchema,
});

export const listMembers = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/org-members',
  permission: 'territory:read',
  summary: { en: 'Members of organisational units', zh: '组织成员列表' },
  query: z.strictObject({
    ...pageFields,
    /** Members of this unit and of all below it. */
    within: code.optional(),
    staffCode: code.optional(),
    /** Those who are members on this day. */
    on: dateSchema.optional(),
  }),
  answer: pageOf(orgMemberSchema),
});
