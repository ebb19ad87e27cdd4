import {
  basisPointsSchema,
  bulkSummarySchema,
  dateSchema,
  defineRoute,
  erase,
  pageFields,
  pageOf,
  type TypeOf,
  z,
} from '@quyu/contract-kit';
import { attributesSchema } from './attributes.js';

const code = z.string().min(1).max(64);
const count = z.int().min(0);

/** A shop that could carry products: `productLines` are those it could. */
export const outletLineSchema = erase(
  z.strictObject({
    code,
    name: z.string().min(1).max(200),
    attributes: attributesSchema,
    productLines: z.array(code).max(200),
    opensOn: dateSchema.optional(),
    closesOn: dateSchema.optional(),
  }),
);
export type OutletLine = TypeOf<typeof outletLineSchema>;

/** An outlet with the place that the active model gives it; null before there is one. */
export const outletSchema = erase(
  z.object({
    code,
    name: z.string(),
    attributes: z.record(z.string(), z.string()),
    productLines: z.array(code),
    opensOn: dateSchema.nullable(),
    closesOn: dateSchema.nullable(),
    status: z.enum(['assigned', 'gap', 'conflict']).nullable(),
    territoryCode: code.nullable(),
    ruleCode: code.nullable(),
  }),
);
export type Outlet = TypeOf<typeof outletSchema>;

/** What was seen in an outlet on a day: whether it carried a product line. */
export const carriageLineSchema = erase(
  z.strictObject({ outletCode: code, productLine: code, observedOn: dateSchema, carried: z.boolean() }),
);
export type CarriageLine = TypeOf<typeof carriageLineSchema>;

const rate = {
  /** Outlets that could carry the line on the day: those that list it, and those that were seen to carry it. */
  potential: count,
  /** Of these, the outlets that carried it when they were last seen, up to the day. */
  carried: count,
  /** `carried` over `potential`; null where there is no potential. */
  rateBp: basisPointsSchema.nullable(),
};

/** Coverage (铺货率) of a territory with all below it, for one product line. */
export const coverageSchema = erase(
  z.object({ territoryCode: code, territoryName: z.string(), level: z.int(), productLine: code, ...rate }),
);
export type Coverage = TypeOf<typeof coverageSchema>;

/** How a coverage came about: its parts sum to the whole. */
export const coverageExplanationSchema = erase(
  z.object({
    on: dateSchema,
    modelCode: code,
    territoryCode: code,
    territoryName: z.string(),
    productLine: code,
    ...rate,
    /** Potential outlets that nobody has looked at so far: they count as not carrying. */
    unobserved: count,
    /** Outlets in the territory itself, in none below it. */
    direct: z.object(rate),
    children: z.array(z.object({ territoryCode: code, territoryName: z.string(), ...rate })),
    explanation: z.object({ en: z.string(), zh: z.string() }),
  }),
);
export type CoverageExplanation = TypeOf<typeof coverageExplanationSchema>;

/** An outlet that counts, with what was seen last. */
export const coverageOutletSchema = erase(
  z.object({
    outletCode: code,
    territoryCode: code,
    ruleCode: code,
    carried: z.boolean(),
    observedOn: dateSchema.nullable(),
  }),
);
export type CoverageOutlet = TypeOf<typeof coverageOutletSchema>;

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month, YYYY-MM');
const params = z.strictObject({ territoryCode: code, productLine: code });
const read = 'territory:read';
const write = 'territory:write';

export const registerOutlets = defineRoute({
  kind: 'bulk',
  method: 'POST',
  path: '/outlets/bulk',
  permission: write,
  summary: { en: 'Register outlets', zh: '批量登记网点' },
  body: outletLineSchema,
  answer: bulkSummarySchema,
});

export const listOutlets = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/outlets',
  permission: read,
  summary: { en: 'Outlets with their territories', zh: '网点及所属区域' },
  query: z.strictObject({
    ...pageFields,
    /** This territory and all below it. */
    territoryCode: code.optional(),
    status: z.enum(['assigned', 'gap', 'conflict']).optional(),
  }),
  answer: pageOf(outletSchema),
});

export const observeOutlets = defineRoute({
  kind: 'bulk',
  method: 'POST',
  path: '/outlets/observations/bulk',
  permission: write,
  summary: { en: 'Record what outlets carry', zh: '批量记录网点铺货情况' },
  body: carriageLineSchema,
  answer: bulkSummarySchema,
});

export const listCoverage = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/coverage',
  permission: read,
  summary: { en: 'Coverage by territory and product line', zh: '各区域各产品线铺货率' },
  query: z.strictObject({
    ...pageFields,
    /** The day for which it is told; default: today. */
    on: dateSchema.optional(),
    /** This territory and all below it. */
    territoryCode: code.optional(),
    productLine: code.optional(),
  }),
  answer: pageOf(coverageSchema),
});

export const explainCoverage = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/coverage/:territoryCode/:productLine',
  permission: read,
  summary: { en: 'How a coverage came about', zh: '铺货率说明' },
  problems: ['TERRITORY_NOT_FOUND'],
  params,
  query: z.strictObject({ on: dateSchema.optional() }),
  answer: coverageExplanationSchema,
});

export const listCoverageOutlets = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/coverage/:territoryCode/:productLine/outlets',
  permission: read,
  summary: { en: 'The outlets that a coverage counts', zh: '铺货率所含网点' },
  params,
  query: z.strictObject({ ...pageFields, on: dateSchema.optional(), carried: z.boolean().optional() }),
  answer: pageOf(coverageOutletSchema),
});

export const coverageTrend = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/coverage/:territoryCode/:productLine/trend',
  permission: read,
  summary: { en: 'Coverage at the end of each month', zh: '铺货率月度趋势' },
  problems: ['TERRITORY_NOT_FOUND'],
  params,
  query: z.strictObject({
    /** The last month; default: the present one, as it stands today. */
    until: month.optional(),
    /** How many months; default: 12. */
    months: z.int().min(1).max(60).optional(),
  }),
  answer: z.object({ items: z.array(z.object({ month, on: dateSchema, ...rate })) }),
});
