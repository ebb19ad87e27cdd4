import {
  defineRoute,
  erase,
  instantSchema,
  moneySchema,
  pageFields,
  pageOf,
  type TypeOf,
  z,
} from '@quyu/contract-kit';

const column = z.string().min(1).max(100).optional();
const importId = z.uuid();

/**
 * The file's own column names, where they differ from ours. Extra columns are named in `ignore`; any other unknown
 * column refuses the file, so that a misspelt one cannot go unseen.
 */
export const salesColumnsSchema = {
  order: column,
  date: column,
  product: column,
  partner: column,
  salesperson: column,
  quantity: column,
  amount: column,
  /** Optional in the file: the line's own id; without it, order and product say which line it is. */
  lineId: column,
  /** Optional in the file: the id of the line that this one returns. Quantity and amount are then zero or below. */
  returns: column,
  /** Optional in the file: the currency of each line, where it is not that of the request. */
  currencyColumn: column,
  ignore: z.array(z.string().max(100)).max(100).optional(),
};

/** What became of a file of sales lines. `accepted + duplicates + rejected = lines`. */
export const salesImportSchema = erase(
  z.object({
    importId,
    source: z.string(),
    file: z.string(),
    lines: z.int(),
    accepted: z.int(),
    /** Lines that were already in the ledger with the same content. */
    duplicates: z.int(),
    rejected: z.int(),
    /** Sum of the accepted lines, returns taken off, in the currency of the ledger. */
    amount: moneySchema,
    importedAt: instantSchema,
  }),
);
export type SalesImport = TypeOf<typeof salesImportSchema>;

/** Why a line cannot be taken. */
export const rejectionCodeSchema = z.enum([
  'MALFORMED_LINE',
  'MISSING_VALUE',
  'NOT_A_DATE',
  'NOT_A_QUANTITY',
  'NOT_AN_AMOUNT',
  'UNKNOWN_PARTNER',
  'UNKNOWN_PRODUCT',
  'UNKNOWN_SALESPERSON',
  'UNKNOWN_CURRENCY',
  'RATE_MISSING',
  'NOT_A_RETURN',
  'RETURN_WITHOUT_ORIGINAL',
  'RETURN_DIFFERS',
  'RETURN_BEFORE_SALE',
  'RETURN_EXCEEDS_ORIGINAL',
  'CONFLICTING_DUPLICATE',
]);

/** A line that was not accepted: where, what it said, and why. */
export const rejectedSaleSchema = erase(
  z.object({
    rejectedId: z.string(),
    source: z.string(),
    file: z.string(),
    /** 1-based line of the file, where its record begins. */
    line: z.int(),
    /** The file's own name of the column at fault, or null when it is the line as a whole. */
    column: z.string().nullable(),
    value: z.string().nullable(),
    code: rejectionCodeSchema,
    reason: z.string(),
    /** The line as it was, at most 10,000 characters of it. */
    raw: z.string(),
    /** Until the line is in the ledger, or somebody decides that it is not to be. */
    isOpen: z.boolean(),
    dismissedBecause: z.string().nullable(),
  }),
);
export type RejectedSale = TypeOf<typeof rejectedSaleSchema>;

export const importSales = defineRoute({
  kind: 'upload',
  method: 'POST',
  path: '/sales-imports',
  permission: 'incentive:import',
  status: 201,
  mediaType: 'text/csv',
  summary: {
    en: 'Import a file of sales lines; the same lines again change nothing',
    zh: '导入销售明细文件',
  },
  problems: ['IMPORT_HEADER_INVALID', 'IMPORT_UNREADABLE', 'CURRENCY_UNKNOWN'],
  query: z.strictObject({
    /** The system the file comes from: lines are unique by source and line id. */
    source: z.string().min(1).max(64),
    file: z.string().min(1).max(200),
    /** ISO 4217, of every line that does not name its own. */
    currency: z.string().regex(/^[A-Z]{3}$/),
    ...salesColumnsSchema,
  }),
  answer: salesImportSchema,
});

export const getSalesImport = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/sales-imports/:importId',
  permission: 'incentive:read',
  summary: { en: 'One import', zh: '导入批次详情' },
  problems: ['IMPORT_NOT_FOUND'],
  params: z.strictObject({ importId }),
  answer: salesImportSchema,
});

export const listRejectedSales = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/sales-imports/:importId/rejections',
  permission: 'incentive:read',
  summary: { en: 'Lines of an import that were not accepted, and why', zh: '被拒绝的销售明细及原因' },
  problems: ['IMPORT_NOT_FOUND'],
  params: z.strictObject({ importId }),
  query: z.strictObject(pageFields),
  answer: pageOf(rejectedSaleSchema),
});
