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
import { transferKindSchema } from './accounts.js';
import { payPeriodSchema } from './periods.js';
import { traceStepSchema } from './results.js';

const code = z.string().min(1).max(64);
const payeeKind = z.enum(['partner', 'salesperson']);

/** What a payee is owed, and what of it is held back. */
const standing = z.object({ payable: moneySchema, held: moneySchema });

/** A movement of a statement: what it adds to what is owed, or takes from it. */
export const statementLineSchema = erase(
  z.object({
    transferId: z.uuid(),
    bookedOn: dateSchema,
    kind: transferKindSchema,
    payable: moneySchema,
    held: moneySchema,
    reason: z.string().nullable(),
    /** Of what a run has posted: the result, how it came about, and what it came to in all. */
    earning: z
      .object({
        resultId: z.uuid(),
        planCode: code,
        planName: z.string(),
        component: z.string(),
        period: payPeriodSchema,
        kind: z.enum(['earned', 'true-up']),
        /** The whole result: of a true-up this line is only what it differs by from what was posted before. */
        result: moneySchema,
        trace: z.array(traceStepSchema),
      })
      .nullable(),
  }),
);
export type StatementLine = TypeOf<typeof statementLineSchema>;

/** All that moved in a payee's accounts in a period, with the balances before and after (对账单). */
export const statementSchema = erase(
  z.object({
    payeeKind,
    payeeCode: code,
    payeeName: z.string(),
    period: payPeriodSchema,
    from: dateSchema,
    to: dateSchema,
    /** Whether the period is over: nothing is booked into days that have gone, so it stays as it is then. */
    isFinal: z.boolean(),
    accounts: z.array(
      z.object({
        currency: currencySchema,
        opening: standing,
        lines: z.array(statementLineSchema),
        /** What the lines of each kind come to. */
        sums: z.array(z.object({ kind: transferKindSchema, payable: moneySchema, held: moneySchema })),
        closing: standing,
      }),
    ),
  }),
);
export type Statement = TypeOf<typeof statementSchema>;
export type StatementAccount = Statement['accounts'][number];

const params = z.strictObject({ payeeKind, payeeCode: code, period: payPeriodSchema });
const problems = ['PAYEE_NOT_FOUND', 'STATEMENT_TOO_LARGE'];

export const getStatement = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/statements/:payeeKind/:payeeCode/:period',
  permission: 'incentive:read',
  summary: { en: "A payee's statement of a period", zh: '激励对账单' },
  problems,
  params,
  answer: statementSchema,
});

/** A file: its content is text, or of a PDF in base64. */
export const getStatementFile = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/statements/:payeeKind/:payeeCode/:period/file',
  permission: 'incentive:read',
  summary: { en: "A payee's statement as CSV or PDF, in Chinese or English", zh: '下载激励对账单' },
  problems,
  params,
  query: z.strictObject({ format: z.enum(['csv', 'pdf']), lang: z.enum(['zh-CN', 'en']).optional() }),
  answer: z.object({
    file: z.string(),
    mediaType: z.string(),
    encoding: z.enum(['utf8', 'base64']),
    content: z.string(),
  }),
});

/** A payee's account in a period, in short. */
export const statementSummarySchema = erase(
  z.object({
    payeeKind,
    payeeCode: code,
    currency: currencySchema,
    opening: moneySchema,
    moved: moneySchema,
    closing: moneySchema,
  }),
);
export type StatementSummary = TypeOf<typeof statementSummarySchema>;

export const listStatements = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/statements',
  permission: 'incentive:read',
  summary: { en: 'What payees are owed before and after a period', zh: '激励对账单汇总' },
  query: z.strictObject({ ...pageFields, period: payPeriodSchema }),
  answer: pageOf(statementSummarySchema),
});
