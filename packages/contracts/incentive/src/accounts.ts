import {
  currencySchema,
  dateSchema,
  defineRoute,
  erase,
  moneySchema,
  pageFields,
  pageOf,
  type TypeOf,
  z,
} from '@quyu/contract-kit';

const code = z.string().min(1).max(64);
const payeeKind = z.enum(['partner', 'salesperson']);

/**
 * What a payee has with the company, by account. What is owed to it is `payable`; of that `claimed` is in a payout that is under
 * way, and `available` may be redeemed or claimed. The others say where the rest has gone. Below zero the payee owes.
 */
export const balanceSchema = erase(
  z.object({
    payeeKind,
    payeeCode: code,
    currency: currencySchema,
    payable: moneySchema,
    held: moneySchema,
    claimed: moneySchema,
    available: moneySchema,
    paid: moneySchema,
    redeemed: moneySchema,
    expired: moneySchema,
    /** All that was ever accrued and adjusted: the sum of the accounts above. */
    earned: moneySchema,
  }),
);
export type Balance = TypeOf<typeof balanceSchema>;

export const transferKindSchema = z.enum([
  'accrue',
  'adjust',
  'hold',
  'release',
  'pay',
  'redeem',
  'reverse-redemption',
  'expire',
]);
export type TransferKind = TypeOf<typeof transferKindSchema>;

/** A movement between two accounts of a payee, never changed and never deleted. */
export const transferSchema = erase(
  z.object({
    transferId: z.uuid(),
    kind: transferKindSchema,
    payeeKind,
    payeeCode: code,
    from: z.string(),
    to: z.string(),
    amount: moneySchema,
    bookedOn: dateSchema,
    /** What it is for: the earning, the order, the payout. */
    reference: z.string(),
    reason: z.string().nullable(),
    madeBy: z.string(),
  }),
);
export type Transfer = TypeOf<typeof transferSchema>;

const payee = { payeeKind, payeeCode: code };

export const getBalances = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/accounts/:payeeKind/:payeeCode',
  permission: 'incentive:read',
  summary: { en: "A payee's accounts, today or as of a day", zh: '返利账户余额' },
  params: z.strictObject(payee),
  query: z.strictObject({ asOf: dateSchema.optional() }),
  answer: z.object({ balances: z.array(balanceSchema) }),
});

export const listTransfers = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/accounts/:payeeKind/:payeeCode/transfers',
  permission: 'incentive:read',
  summary: { en: "What has moved in a payee's accounts, in the order of its booking", zh: '返利台账明细' },
  params: z.strictObject(payee),
  query: z.strictObject(pageFields),
  answer: pageOf(transferSchema),
});

export const adjustAccount = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/accounts/:payeeKind/:payeeCode/adjustments',
  permission: 'incentive:settle',
  status: 201,
  summary: { en: 'Correct what is owed to a payee, with the reason', zh: '调整返利账户' },
  problems: ['PAYEE_NOT_FOUND', 'CURRENCY_UNKNOWN', 'AMOUNT_ZERO'],
  params: z.strictObject(payee),
  /** Above zero the payee gets more, below zero less. */
  body: z.strictObject({ amount: moneySchema, reason: z.string().min(1).max(1000) }),
  answer: transferSchema,
});

const heldOrReleased = {
  kind: 'write',
  method: 'POST',
  permission: 'incentive:settle',
  status: 201,
  params: z.strictObject(payee),
  body: z.strictObject({ amount: moneySchema, reason: z.string().min(1).max(1000) }),
  answer: transferSchema,
} as const;

export const holdAmount = defineRoute({
  ...heldOrReleased,
  path: '/accounts/:payeeKind/:payeeCode/holds',
  summary: { en: 'Hold an amount back until it is released', zh: '冻结返利' },
  problems: ['PAYEE_NOT_FOUND', 'CURRENCY_UNKNOWN', 'AMOUNT_NOT_POSITIVE', 'BALANCE_TOO_LOW'],
});

export const releaseAmount = defineRoute({
  ...heldOrReleased,
  path: '/accounts/:payeeKind/:payeeCode/releases',
  summary: { en: 'Release an amount that was held back', zh: '解冻返利' },
  problems: ['PAYEE_NOT_FOUND', 'CURRENCY_UNKNOWN', 'AMOUNT_NOT_POSITIVE', 'BALANCE_TOO_LOW'],
});
