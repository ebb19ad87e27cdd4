import {
  bulkSummarySchema,
  dateSchema,
  defineRoute,
  erase,
  pageFields,
  pageOf,
  personal,
  type TypeOf,
  z,
} from '@quyu/contract-kit';

const code = z.string().min(1).max(64);
const label = z.string().min(1).max(100);

/** What one respondent said of one product group on one day. Unique by source and external id. */
export const observationLineSchema = erase(
  z.strictObject({
    source: code,
    externalId: code,
    respondent: personal(code),
    category: label,
    group: label,
    observedOn: dateSchema,
  }),
);
export type ObservationLine = TypeOf<typeof observationLineSchema>;

/** Observations of a category in a month. */
export const demandSchema = erase(
  z.object({ category: z.string(), month: z.string(), observations: z.int() }),
);
export type Demand = TypeOf<typeof demandSchema>;

export const recordObservations = defineRoute({
  kind: 'bulk',
  method: 'POST',
  path: '/observations/bulk',
  permission: 'feedback:write',
  summary: { en: 'Record market-research observations', zh: '批量登记市场调研观察' },
  body: observationLineSchema,
  answer: bulkSummarySchema,
});

export const listDemand = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/demand',
  permission: 'feedback:read',
  summary: { en: 'Demand by category and month', zh: '按品类与月份的需求' },
  query: z.strictObject({ ...pageFields, category: label.optional() }),
  answer: pageOf(demandSchema),
});
