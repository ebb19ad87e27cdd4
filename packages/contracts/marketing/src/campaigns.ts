import {
  basisPointsSchema, bulkSummarySchema, dateSchema, defineRoute, erase, pageFields, pageOf, type TypeOf, z,
} from '@quyu/contract-kit'; // prettier-ignore

const code = z.string().min(1).max(64);
const quantity = z.int().min(0).max(1_000_000_000);

/** A promotion as planned: who may take part, when, and what it gives. `endDate` is its last day. */
export const campaignLineSchema = erase(
  z.strictObject({
    code,
    name: z.string().min(1).max(200),
    kind: z.string().min(1).max(100),
    audience: z.string().min(1).max(100),
    discountBp: basisPointsSchema,
    startDate: dateSchema,
    endDate: dateSchema,
    minQuantity: quantity,
    maxQuantity: quantity.optional(),
  }),
);
export type CampaignLine = TypeOf<typeof campaignLineSchema>;

export const campaignSchema = erase(
  z.object({
    campaignId: z.uuid(),
    code,
    name: z.string(),
    kind: z.string(),
    audience: z.string(),
    discountBp: z.int(),
    startDate: dateSchema,
    endDate: dateSchema,
    minQuantity: z.int(),
    maxQuantity: z.int().nullable(),
  }),
);
export type Campaign = TypeOf<typeof campaignSchema>;

export const planCampaigns = defineRoute({
  kind: 'bulk',
  method: 'POST',
  path: '/campaigns/bulk',
  permission: 'marketing:write',
  summary: { en: 'Plan campaigns', zh: '批量登记市场活动' },
  body: campaignLineSchema,
  answer: bulkSummarySchema,
});

export const listCampaigns = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/campaigns',
  permission: 'marketing:read',
  summary: { en: 'Campaigns', zh: '市场活动列表' },
  query: z.strictObject({ ...pageFields, activeOn: dateSchema.optional() }),
  answer: pageOf(campaignSchema),
});

export const getCampaign = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/campaigns/:campaignId',
  permission: 'marketing:read',
  summary: { en: 'One campaign', zh: '市场活动详情' },
  problems: ['CAMPAIGN_NOT_FOUND'],
  params: z.strictObject({ campaignId: z.uuid() }),
  answer: campaignSchema,
});
