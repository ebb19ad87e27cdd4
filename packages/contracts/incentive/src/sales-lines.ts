import {
  dateSchema,
  defineRoute,
  erase,
  jobAcceptedSchema,
  moneySchema,
  pageFields,
  pageOf,
  type TypeOf,
  z,
} from '@quyu/contract-kit';
import { rejectedSaleSchema, rejectionCodeSchema, salesImportSchema } from './sales-imports.js';

const code = z.string().min(1).max(200);
const source = z.string().min(1).max(64);
const rejectedId = z.string().regex(/^[1-9]\d{0,18}$/);

/** The fields of a sales line. */
export const saleLineFields = {
  /** The system's own id of the line; without it, order and product say which line it is. */
  lineId: code.optional(),
  order: code,
  date: dateSchema,
  product: code,
  /** The partner's code, or its id in the source system. */
  partner: code,
  salesperson: code,
  quantity: z.int().min(-999_999_999).max(999_999_999),
  amount: moneySchema,
  /** The id of the line of the same source that this one returns. */
  returns: code.optional(),
};

/** A sales line as a system sends it. What comes back has a quantity and amount of zero or below and names the line it returns. */
export const saleLineSchema = erase(z.strictObject(saleLineFields));
export type SaleLine = TypeOf<typeof saleLineSchema>;

export const recordSales = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/sales',
  permission: 'incentive:import',
  status: 201,
  summary: {
    en: 'Record sales lines; the same lines again change nothing, a line that cannot be taken is kept with its reason',
    zh: '登记销售明细',
  },
  body: z.strictObject({ source, lines: z.array(saleLineSchema).min(1).max(1000) }),
  answer: salesImportSchema,
});

const query = { source: source.optional(), code: rejectionCodeSchema.optional() };

export const listOpenRejections = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/rejected-sales',
  permission: 'incentive:read',
  summary: { en: 'Rejected lines that nobody has put right yet, of all imports', zh: '待处理的被拒销售明细' },
  query: z.strictObject({ ...pageFields, ...query }),
  answer: pageOf(rejectedSaleSchema),
});

export const resubmitSale = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/rejected-sales/:rejectedId/resubmission',
  permission: 'incentive:import',
  status: 201,
  summary: { en: 'Record a rejected line as it should have been', zh: '更正并重新提交被拒明细' },
  problems: ['REJECTION_NOT_FOUND', 'REJECTION_CLOSED', 'LINE_STILL_REJECTED'],
  params: z.strictObject({ rejectedId }),
  body: saleLineSchema,
  answer: salesImportSchema,
});

export const dismissRejection = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/rejected-sales/:rejectedId/dismissal',
  permission: 'incentive:import',
  summary: { en: 'Decide that a rejected line is not to be recorded', zh: '确认不予登记被拒明细' },
  problems: ['REJECTION_NOT_FOUND', 'REJECTION_CLOSED'],
  params: z.strictObject({ rejectedId }),
  body: z.strictObject({ reason: z.string().min(1).max(1000) }),
  answer: rejectedSaleSchema,
});

export const retryRejections = defineRoute({
  kind: 'write',
  method: 'POST',
  path: '/rejected-sales/retries',
  permission: 'incentive:import',
  status: 202,
  summary: {
    en: 'Try rejected lines again whose partner, product, salesperson, rate or original may be known by now',
    zh: '重试被拒销售明细',
  },
  body: z.strictObject({ source }),
  answer: jobAcceptedSchema,
});
