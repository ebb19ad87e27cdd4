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
const source = z.string().min(1).max(64);
const lineId = z.string().min(1).max(200);
const payeeKind = z.enum(['partner', 'salesperson']);
/** Says something: spaces alone do not. */
const text = z.string().max(4000).regex(/\S/);

const saleFields = {
  date: dateSchema,
  product: lineId,
  partner: lineId,
  quantity: z.int().min(1).max(999_999_999),
  amount: moneySchema,
};

/** What is disputed, and what it should be. */
export const disputedSchema = erase(
  z.discriminatedUnion('kind', [
    /** A sale that is not in the ledger: the line as it should be there. */
    z.strictObject({ kind: z.literal('missing-sale'), sale: z.strictObject({ order: lineId, salesperson: code, ...saleFields }) }),
    /** A line that is wrong: what of it should be otherwise. */
    z.strictObject({
      kind: z.literal('line'),
      source,
      lineId,
      shouldBe: z.strictObject(saleFields).partial(),
    }),
    /** A line that is credited to the wrong person: to whom it should be. */
    z.strictObject({ kind: z.literal('credit'), source, lineId, salesperson: code }),
    /** A result: what is missing of it, or too much when below zero. */
    z.strictObject({ kind: z.literal('result'), resultId: z.uuid(), difference: moneySchema }),
  ]),
); // prettier-ignore
export type Disputed = TypeOf<typeof disputedSchema>;

export const disputeStateSchema = erase(
  z.enum(['open', 'under-review', 'accepted', 'rejected', 'withdrawn']),
);
export type DisputeState = TypeOf<typeof disputeStateSchema>;

/** What an accepted dispute has led to. */
const effect = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('lines-recorded'), source, lineIds: z.array(z.string()) }),
  z.object({ kind: z.literal('adjusted'), transferId: z.uuid(), amount: moneySchema }),
]);
export type DisputeEffect = z.output<typeof effect>;

export const disputeSchema = erase(
  z.object({
    disputeId: z.uuid(),
    payeeKind,
    payeeCode: code,
    disputed: disputedSchema,
    /** Why, in the words of who opened it. */
    statement: z.string(),
    state: disputeStateSchema,
    openedBy: z.string(),
    openedOn: dateSchema,
    /** The day by which it is to be decided. */
    dueOn: dateSchema,
    isOverdue: z.boolean(),
    /** What is held back of the payee's account until it is decided. */
    held: moneySchema.nullable(),
    decidedBy: z.string().nullable(),
    reason: z.string().nullable(),
    effects: z.array(effect),
  }),
);
export type Dispute = TypeOf<typeof disputeSchema>;

export const disputeCommentSchema = erase(z.object({ by: z.string(), at: instantSchema, text: z.string() }));
export type DisputeComment = TypeOf<typeof disputeCommentSchema>;

const params = z.strictObject({ disputeId: z.uuid() });
const refusals = ['DISPUTE_NOT_FOUND', 'DISPUTE_NOT_IN_STATE'];

export const openDispute = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/disputes',
  permission: 'incentive:dispute',
  status: 201,
  summary: { en: 'Dispute a line, a credit, a result, or that a sale is missing', zh: '提出激励争议' },
  problems: ['PAYEE_NOT_FOUND', 'DISPUTED_NOT_FOUND', 'DISPUTED_ALREADY', 'NOTHING_DISPUTED', 'CURRENCY_UNKNOWN', 'AMOUNT_NOT_POSITIVE', 'BALANCE_TOO_LOW'],
  body: z.strictObject({
    payeeKind,
    payeeCode: code,
    disputed: disputedSchema,
    statement: text,
    /** To be held back of what is owed to the payee until it is decided. */
    hold: moneySchema.optional(),
  }),
  answer: disputeSchema,
}); // prettier-ignore

export const listDisputes = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/disputes',
  permission: 'incentive:read',
  summary: { en: 'Disputes, oldest first', zh: '激励争议列表' },
  query: z.strictObject({
    ...pageFields,
    state: disputeStateSchema.optional(),
    payeeCode: code.optional(),
    /** Only those that should have been decided by now. */
    overdue: z.boolean().optional(),
  }),
  answer: pageOf(disputeSchema),
});

export const getDispute = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/disputes/:disputeId',
  permission: 'incentive:read',
  summary: { en: 'A dispute with what was said of it', zh: '激励争议详情' },
  problems: ['DISPUTE_NOT_FOUND'],
  params,
  answer: z.object({ dispute: disputeSchema, comments: z.array(disputeCommentSchema) }),
});

export const commentDispute = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/disputes/:disputeId/comments',
  permission: 'incentive:dispute',
  status: 201,
  summary: { en: 'Say something of a dispute', zh: '争议留言' },
  problems: refusals,
  params,
  body: z.strictObject({ text }),
  answer: disputeCommentSchema,
});

export const reviewDispute = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/disputes/:disputeId/review',
  permission: 'incentive:settle',
  summary: { en: 'Begin to look into a dispute', zh: '受理争议' },
  problems: refusals,
  params,
  answer: disputeSchema,
});

export const decideDispute = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/disputes/:disputeId/decision',
  permission: 'incentive:settle',
  apartFrom: { operations: ['openDispute'], of: 'disputeId' },
  summary: { en: 'Decide a dispute that somebody else has opened; what is accepted takes effect', zh: '裁决争议' },
  problems: [...refusals, 'CORRECTION_REFUSED', 'PAYEE_NOT_FOUND', 'CURRENCY_UNKNOWN'],
  params,
  body: z.strictObject({ decision: z.enum(['accepted', 'rejected']), reason: text }),
  answer: disputeSchema,
}); // prettier-ignore

export const withdrawDispute = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/disputes/:disputeId/withdrawal',
  permission: 'incentive:dispute',
  summary: { en: 'Withdraw a dispute', zh: '撤回争议' },
  problems: refusals,
  params,
  body: z.strictObject({ reason: text }),
  answer: disputeSchema,
});
