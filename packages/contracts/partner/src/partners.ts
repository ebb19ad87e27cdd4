import {
  bulkSummarySchema,
  defineRoute,
  erase,
  moneySchema,
  pageFields,
  pageOf,
  personal,
  type TypeOf,
  z,
} from '@quyu/contract-kit';

const code = z.string().min(1).max(64);
const name = z.string().min(1).max(200);

export const partnerTypeSchema = erase(
  z.enum(['direct', 'agent', 'distributor', 'dealer', 'ecommerce', 'referral']),
);
export type PartnerType = TypeOf<typeof partnerTypeSchema>;

/** Where a partner does business. Country is ISO 3166-1 alpha-2; province and city as the source writes them. */
export const addressSchema = erase(
  z.strictObject({
    country: z.string().regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code'),
    province: z.string().max(100),
    city: z.string().max(100),
    postalCode: personal(z.string().max(20)).optional(),
    street: personal(z.string().max(300)).optional(),
  }),
);
export type Address = TypeOf<typeof addressSchema>;

/** What is known of a partner when it applies. */
export const partnerProfileSchema = erase(
  z.strictObject({
    code,
    /** The partner's id in the system it came from; sales may refer to it. */
    externalId: code.optional(),
    name,
    type: partnerTypeSchema,
    address: addressSchema,
    phone: personal(z.string().max(40)).optional(),
    annualSales: moneySchema.optional(),
    employees: z.int().min(0).max(10_000_000).optional(),
    openedYear: z.int().min(1500).max(2200).optional(),
  }),
);
export type PartnerProfile = TypeOf<typeof partnerProfileSchema>;

export const partnerStatusSchema = erase(z.enum(['approved', 'review', 'declined']));
export type PartnerStatus = TypeOf<typeof partnerStatusSchema>;

/** One indicator of a screening, and the points it gave. */
export const screeningPartSchema = erase(
  z.object({ indicator: z.string(), value: z.number().nullable(), points: z.int() }),
);
export type ScreeningPart = TypeOf<typeof screeningPartSchema>;

/** The outcome of a screening with all that led to it. */
export const screeningSchema = erase(
  z.object({
    policyCode: code,
    policyVersion: z.int(),
    score: z.int(),
    passMark: z.int(),
    parts: z.array(screeningPartSchema),
    /** Checks, added by modules, that held the partner whatever its score. */
    failedChecks: z.array(z.object({ code: z.string(), reason: z.string() })),
  }),
);
export type Screening = TypeOf<typeof screeningSchema>;

export const partnerSchema = erase(
  z.object({
    partnerId: z.uuid(),
    code,
    externalId: code.nullable(),
    name,
    type: partnerTypeSchema,
    status: partnerStatusSchema,
    address: addressSchema,
    territoryCode: z.string().nullable(),
    territoryName: z.string().nullable(),
    /** From the latest scorecard. */
    grade: z.string().nullable(),
    screening: screeningSchema,
    /** Rises with the profile and the status; what other services say of the partner does not change it. */
    version: z.int(),
  }),
);
export type Partner = TypeOf<typeof partnerSchema>;

const params = z.strictObject({ partnerId: z.uuid() });

export const enrolPartner = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/partners',
  permission: 'partner:write',
  status: 201,
  summary: { en: 'Enrol a partner and screen it', zh: '登记渠道伙伴并筛选' },
  problems: ['PARTNER_CODE_TAKEN', 'PARTNER_EXTERNAL_ID_TAKEN', 'NO_SCREENING_POLICY'],
  body: partnerProfileSchema,
  answer: partnerSchema,
});

export const enrolPartners = defineRoute({
  kind: 'bulk',
  method: 'POST',
  path: '/partners/bulk',
  permission: 'partner:write',
  summary: { en: 'Enrol and screen many partners', zh: '批量登记并筛选渠道伙伴' },
  problems: ['NO_SCREENING_POLICY'],
  body: partnerProfileSchema,
  answer: bulkSummarySchema,
});

export const listPartners = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/partners',
  permission: 'partner:read',
  summary: { en: 'Partners', zh: '渠道伙伴列表' },
  query: z.strictObject({
    ...pageFields,
    status: partnerStatusSchema.optional(),
    type: partnerTypeSchema.optional(),
    territoryCode: code.optional(),
  }),
  answer: pageOf(partnerSchema),
});

export const exportPartners = defineRoute({
  kind: 'rows',
  method: 'GET',
  path: '/partners/export',
  permission: 'partner:read',
  summary: { en: 'All partners, as a stream', zh: '导出全部渠道伙伴' },
  answer: partnerSchema,
});

export const getPartner = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/partners/:partnerId',
  permission: 'partner:read',
  summary: { en: 'One partner', zh: '渠道伙伴详情' },
  problems: ['PARTNER_NOT_FOUND'],
  params,
  answer: partnerSchema,
});

export const decideReview = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/partners/:partnerId/decision',
  permission: 'partner:approve',
  ifMatch: true,
  apartFrom: { operations: ['enrolPartner', 'enrolPartners'], of: 'partnerId' },
  summary: { en: 'Approve or decline a partner that was held for review', zh: '对复核中的渠道伙伴作出决定' },
  problems: ['PARTNER_NOT_FOUND', 'PARTNER_NOT_IN_REVIEW'],
  params,
  body: z.strictObject({ decision: z.enum(['approve', 'decline']), reason: z.string().min(1).max(1000) }),
  answer: partnerSchema,
});

export const countPartners = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/partner-counts',
  permission: 'partner:read',
  summary: { en: 'Partners by status', zh: '按状态统计渠道伙伴' },
  answer: z.object({ approved: z.int(), review: z.int(), declined: z.int() }),
});
