import {
  basisPointsSchema,
  dateSchema,
  defineRoute,
  erase,
  moneySchema,
  type TypeOf,
  z,
} from '@quyu/contract-kit';

const code = z.string().min(1).max(64);
const orderNumber = z.string().min(1).max(200);

/** How much of an order may be settled with rebates, and how long rebates can be used. */
export const redemptionPolicySchema = erase(
  z.strictObject({
    /** Of the amount of one order at most this share. */
    orderShareBp: basisPointsSchema,
    /** What was accrued expires after so many months, the oldest first; never when null. */
    expiresAfterMonths: z.int().min(1).max(120).nullable(),
  }),
);
export type RedemptionPolicy = TypeOf<typeof redemptionPolicySchema>;

export const putRedemptionPolicy = defineRoute({
  kind: 'write',
  method: 'PUT',
  path: '/redemption-policy',
  permission: 'incentive:settle',
  summary: { en: 'Set how rebates may be redeemed, and when they expire', zh: '设定返利使用规则' },
  body: redemptionPolicySchema,
  answer: redemptionPolicySchema,
});

export const getRedemptionPolicy = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/redemption-policy',
  permission: 'incentive:read',
  summary: { en: 'How rebates may be redeemed', zh: '返利使用规则' },
  answer: redemptionPolicySchema,
});

/** Rebates that settle a part of an order. */
export const redemptionSchema = erase(
  z.object({
    redemptionId: z.uuid(),
    partnerCode: code,
    orderNumber,
    orderAmount: moneySchema,
    amount: moneySchema,
    redeemedOn: dateSchema,
    isReversed: z.boolean(),
  }),
);
export type Redemption = TypeOf<typeof redemptionSchema>;

export const redeem = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/redemptions',
  permission: 'incentive:settle',
  status: 201,
  summary: { en: 'Settle a part of an order with rebates; the same again is the same redemption', zh: '返利抵扣订单' },
  problems: ['PAYEE_NOT_FOUND', 'AMOUNT_NOT_POSITIVE', 'BALANCE_TOO_LOW', 'ORDER_LIMIT_EXCEEDED', 'ORDER_REDEEMED_OTHERWISE', 'CURRENCIES_DIFFER'],
  body: z.strictObject({ partnerCode: code, orderNumber, orderAmount: moneySchema, amount: moneySchema }),
  answer: redemptionSchema,
}); // prettier-ignore

export const reverseRedemption = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/redemptions/:redemptionId/reversal',
  permission: 'incentive:settle',
  summary: { en: 'Give back what was redeemed for an order that came to nothing', zh: '撤销返利抵扣' },
  problems: ['REDEMPTION_NOT_FOUND', 'REDEMPTION_REVERSED'],
  params: z.strictObject({ redemptionId: z.uuid() }),
  body: z.strictObject({ reason: z.string().min(1).max(1000) }),
  answer: redemptionSchema,
});
