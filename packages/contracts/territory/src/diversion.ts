import {
  dateSchema,
  defineRoute,
  erase,
  instantSchema,
  moneySchema,
  pageFields,
  pageOf,
  type TypeOf,
  z,
} from '@quyu/contract-kit';

const code = z.string().min(1).max(64);

export const severitySchema = erase(z.enum(['notice', 'serious', 'grave']));
export type Severity = TypeOf<typeof severitySchema>;

/** How cases accumulate: so many within so many days are that severe. One level must start at 1. */
export const diversionRuleDraftSchema = erase(
  z.strictObject({
    windowDays: z.int().min(1).max(3650),
    levels: z
      .array(z.strictObject({ from: z.int().min(1).max(1_000_000), severity: severitySchema }))
      .min(1)
      .max(3),
  }),
);
export type DiversionRuleDraft = TypeOf<typeof diversionRuleDraftSchema>;

export const diversionRuleSchema = erase(
  z.object({
    version: z.int(),
    windowDays: z.int(),
    levels: z.array(z.object({ from: z.int(), severity: severitySchema })),
  }),
);
export type DiversionRule = TypeOf<typeof diversionRuleSchema>;

/** Why none of the seller's grants covers a shipment, by the nearest of them. */
export const diversionReasonSchema = erase(
  z.enum(['no-grant', 'not-in-force', 'other-product-line', 'other-territory']),
);
export type DiversionReason = TypeOf<typeof diversionReasonSchema>;

/** Evidence of diversion (窜货): a shipment whose ship-to lies outside the seller's grants. */
export const diversionSchema = erase(
  z.object({
    diversionId: z.uuid(),
    source: code,
    lineId: code,
    partnerCode: code,
    productLine: code,
    shippedOn: dateSchema,
    quantity: z.int(),
    amount: moneySchema,
    shipTo: z.record(z.string(), z.string()),
    /** Where the ship-to is by the active model, and the rule that says so. */
    modelCode: code,
    territoryCode: code,
    ruleCode: code,
    reason: diversionReasonSchema,
    /** The seller's own grants that came nearest. */
    grantCodes: z.array(code),
    /** Grants by which others sell there exclusively. */
    exclusiveGrantCodes: z.array(code),
    /** Open cases of the partner and product line within the window that ends with this one, this one included. */
    repeats: z.int(),
    severity: severitySchema.nullable(),
    /** `withdrawn` when a later grant or model puts the shipment inside. */
    status: z.enum(['open', 'dismissed', 'withdrawn']),
    dismissal: z.object({ reason: z.string(), by: z.string(), at: instantSchema }).nullable(),
    detectedAt: instantSchema,
    explanation: z.object({ en: z.string(), zh: z.string() }),
  }),
);
export type Diversion = TypeOf<typeof diversionSchema>;

/** What a partner has done repeatedly with a product line, within the window that ends on a day. */
export const diversionCaseSchema = erase(
  z.object({
    partnerCode: code,
    productLine: code,
    cases: z.int(),
    severity: severitySchema,
    quantity: z.string(),
    firstOn: dateSchema,
    lastOn: dateSchema,
    territoryCodes: z.array(code),
  }),
);
export type DiversionCase = TypeOf<typeof diversionCaseSchema>;

const read = 'territory:read';
const diversionId = z.uuid();

export const listDiversions = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/diversions',
  permission: read,
  summary: { en: 'Evidence of diversion', zh: '窜货证据列表' },
  query: z.strictObject({
    ...pageFields,
    partnerCode: code.optional(),
    productLine: code.optional(),
    /** Shipped into this territory or below it. */
    territoryCode: code.optional(),
    status: z.enum(['open', 'dismissed', 'withdrawn']).optional(),
  }),
  answer: pageOf(diversionSchema),
});

export const getDiversion = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/diversions/:diversionId',
  permission: read,
  summary: { en: 'One piece of evidence, and why', zh: '窜货证据及原因' },
  problems: ['DIVERSION_NOT_FOUND'],
  params: z.strictObject({ diversionId }),
  answer: diversionSchema,
});

export const dismissDiversion = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/diversions/:diversionId/dismissal',
  permission: 'territory:review',
  summary: { en: 'Dismiss evidence, with a reason', zh: '驳回窜货证据' },
  problems: ['DIVERSION_NOT_FOUND', 'DIVERSION_NOT_OPEN'],
  params: z.strictObject({ diversionId }),
  body: z.strictObject({ reason: z.string().min(1).max(500) }),
  answer: diversionSchema,
});

export const listDiversionCases = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/diversion-cases',
  permission: read,
  summary: { en: 'Repeated diversion by partner and product line', zh: '渠道窜货累计' },
  query: z.strictObject({
    ...pageFields,
    /** The last day of the window; default: today. */
    on: dateSchema.optional(),
    partnerCode: code.optional(),
  }),
  answer: pageOf(diversionCaseSchema),
});

export const putDiversionRule = defineRoute({
  kind: 'write',
  method: 'PUT',
  path: '/diversion-rule',
  permission: 'territory:write',
  summary: { en: 'Set how diversion accumulates', zh: '设置窜货累计规则' },
  body: diversionRuleDraftSchema,
  answer: diversionRuleSchema,
});

export const getDiversionRule = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/diversion-rule',
  permission: read,
  summary: { en: 'How diversion accumulates', zh: '窜货累计规则' },
  answer: diversionRuleSchema,
});
