import {
  currencySchema,
  dateSchema,
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
const batchId = z.uuid();
const params = z.strictObject({ batchId });
const payeeKind = z.enum(['partner', 'salesperson']);
const minorUnits = z.string().regex(/^(0|[1-9]\d{0,17})$/, 'must be whole minor units');

/** An account at a bank. Who may read it is limited, and it is left out of the audit log. */
export const bankAccountSchema = erase(
  z.strictObject({
    payeeKind,
    payeeCode: code,
    holder: personal(z.string().min(1).max(70)),
    /** With its check digits; spaces do not matter. Either this or an account number. */
    iban: personal(z.string().max(42)).nullable(),
    accountNumber: personal(z.string().regex(/^[0-9A-Za-z]{1,34}$/)).nullable(),
    bic: z.string().regex(/^[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?$/),
  }),
); // prettier-ignore
export type BankAccount = TypeOf<typeof bankAccountSchema>;

export const setBankAccount = defineRoute({
  kind: 'write',
  method: 'PUT',
  path: '/bank-accounts',
  permission: 'incentive:pay',
  summary: { en: 'Set where a payee is paid', zh: '设定收款账户' },
  problems: ['PAYEE_NOT_FOUND', 'BANK_ACCOUNT_INVALID'],
  body: bankAccountSchema,
  answer: z.object({ payeeKind, payeeCode: code }),
});

const status = z.enum(['draft', 'approved', 'paid', 'cancelled']);

/** Payees and what they are paid together. Entries that it has claimed are in no other. */
export const payoutBatchSchema = erase(
  z.object({
    batchId,
    status,
    currency: currencySchema,
    /** What was booked until this day is paid. */
    cutoff: dateSchema,
    payees: z.int(),
    total: moneySchema,
    /** What the bank pays: the same, or converted at the rate of the day the batch was made, each payout rounded half up. */
    payment: z.object({ total: moneySchema, rate: z.string().nullable() }),
    /** Payees that wait for the next batch, and why. */
    carried: z.array(z.object({ payeeKind, payeeCode: code, amount: moneySchema, because: z.enum(['below-minimum', 'nothing-owed', 'no-bank-account']) })),
  }),
); // prettier-ignore
export type PayoutBatch = TypeOf<typeof payoutBatchSchema>;

export const createPayoutBatch = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/payout-batches',
  permission: 'incentive:pay',
  status: 201,
  summary: { en: 'Claim what is due to payees, to be paid together', zh: '创建付款批次' },
  problems: ['CURRENCY_UNKNOWN', 'NOTHING_TO_PAY', 'RATE_MISSING'],
  body: z.strictObject({
    currency: currencySchema,
    /** What was booked so many days ago or earlier is due. What lowers it counts at once. */
    holdDays: z.int().min(0).max(366),
    /** Who is owed less waits, in minor units. */
    minimum: minorUnits,
    /** The currency that the bank pays in; that of the accounts when missing. */
    payIn: currencySchema.optional(),
  }),
  answer: payoutBatchSchema,
});

export const getPayoutBatch = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/payout-batches/:batchId',
  permission: 'incentive:pay',
  summary: { en: 'A payout batch', zh: '付款批次详情' },
  problems: ['PAYOUT_BATCH_NOT_FOUND'],
  params,
  answer: payoutBatchSchema,
});

export const payoutSchema = erase(
  z.object({
    payoutId: z.uuid(),
    payeeKind,
    payeeCode: code,
    amount: moneySchema,
    pays: moneySchema,
    entries: z.int(),
  }),
);
export type Payout = TypeOf<typeof payoutSchema>;

export const listPayouts = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/payout-batches/:batchId/payouts',
  permission: 'incentive:pay',
  summary: { en: 'Who is paid how much in a batch', zh: '付款明细' },
  problems: ['PAYOUT_BATCH_NOT_FOUND'],
  params,
  query: z.strictObject(pageFields),
  answer: pageOf(payoutSchema),
});

export const approvePayoutBatch = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/payout-batches/:batchId/approval',
  permission: 'incentive:pay',
  summary: { en: 'Approve a batch that somebody else has made', zh: '审批付款批次' },
  problems: ['PAYOUT_BATCH_NOT_FOUND', 'PAYOUT_BATCH_NOT_IN_STATE'],
  apartFrom: { operations: ['createPayoutBatch'], of: 'batchId' },
  params,
  answer: payoutBatchSchema,
});

export const cancelPayoutBatch = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/payout-batches/:batchId/cancellation',
  permission: 'incentive:pay',
  summary: { en: 'Give up a batch: what it had claimed is free again', zh: '取消付款批次' },
  problems: ['PAYOUT_BATCH_NOT_FOUND', 'PAYOUT_BATCH_NOT_IN_STATE'],
  params,
  answer: payoutBatchSchema,
});

export const markPayoutBatchPaid = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/payout-batches/:batchId/payment',
  permission: 'incentive:pay',
  summary: { en: 'Book that an approved batch was paid, once', zh: '确认批次已付款' },
  problems: ['PAYOUT_BATCH_NOT_FOUND', 'PAYOUT_BATCH_NOT_IN_STATE'],
  params,
  answer: payoutBatchSchema,
});

export const exportPayoutBatch = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/payout-batches/:batchId/export',
  permission: 'incentive:pay',
  summary: { en: 'An approved batch as a file for the bank: CSV, or ISO 20022 pain.001', zh: '导出付款文件' },
  problems: ['PAYOUT_BATCH_NOT_FOUND', 'PAYOUT_BATCH_NOT_IN_STATE', 'DEBTOR_MISSING'],
  params,
  query: z.strictObject({ format: z.enum(['csv', 'pain.001']) }),
  answer: z.object({ file: z.string(), mediaType: z.string(), content: z.string() }),
});
