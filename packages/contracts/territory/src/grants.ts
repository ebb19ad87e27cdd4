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

/** Where a partner may sell. The first and the last day count; without a last day it goes on. */
export const partnerGrantLineSchema = erase(
  z.strictObject({
    code,
    partnerCode: code,
    /** These territories of the active model, with all below them. */
    territoryCodes: z.array(code).min(1).max(500),
    /** Absent: every product line. */
    productLines: z.array(code).min(1).max(200).optional(),
    /** Nobody else may sell there what it covers. */
    exclusive: z.boolean(),
    from: dateSchema,
    to: dateSchema.optional(),
  }),
);
export type PartnerGrantLine = TypeOf<typeof partnerGrantLineSchema>;

export const partnerGrantSchema = erase(
  z.object({
    code,
    partnerCode: code,
    territoryCodes: z.array(code),
    /** Null: every product line. */
    productLines: z.array(code).nullable(),
    exclusive: z.boolean(),
    from: dateSchema,
    to: dateSchema.nullable(),
  }),
);
export type PartnerGrant = TypeOf<typeof partnerGrantSchema>;

export const grantPartners = defineRoute({
  kind: 'bulk',
  method: 'POST',
  path: '/partner-grants/bulk',
  permission: 'territory:write',
  summary: { en: 'Say where partners may sell', zh: '批量登记渠道授权区域' },
  body: partnerGrantLineSchema,
  answer: bulkSummarySchema,
});

export const listPartnerGrants = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/partner-grants',
  permission: 'territory:read',
  summary: { en: 'Where partners may sell', zh: '渠道授权区域列表' },
  query: z.strictObject({ ...pageFields, partnerCode: code.optional(), on: dateSchema.optional() }),
  answer: pageOf(partnerGrantSchema),
});
