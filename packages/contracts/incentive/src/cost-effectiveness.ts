import {
  basisPointsSchema,
  dateSchema,
  defineRoute,
  erase,
  moneySchema,
  pageFields,
  pageOf,
  type TypeOf,
  z,
} from '@quyu/contract-kit';
import { payPeriodSchema } from './periods.js';

const code = z.string().min(1).max(64);

/** What cost is compared for: a plan, a territory with all below it, a channel (the type of its partners) or one partner. */
export const costDimensionSchema = erase(z.enum(['plan', 'territory', 'channel', 'partner']));
export type CostDimension = TypeOf<typeof costDimensionSchema>;

const ceilingFields = {
  by: costDimensionSchema,
  /** Which one; each for itself when null. */
  key: code.nullable(),
  /** What incentives may cost of the revenue. Above it: too much. */
  ceilingBp: basisPointsSchema,
  /** Whether a period that costs more is posted with a warning, or not at all. */
  mode: z.enum(['warn', 'block']),
  /** Holds for periods that end on these days; the last is null while it has no end. */
  effectiveFrom: dateSchema,
  effectiveTo: dateSchema.nullable(),
};

/** A ceiling for what incentives may cost of the revenue they are paid on (费效上限). */
export const costCeilingSchema = erase(z.object({ code, ...ceilingFields }));
export type CostCeiling = TypeOf<typeof costCeilingSchema>;

/** What incentives cost of the revenue. */
export const costRowSchema = erase(
  z.object({
    /** Code of the plan, territory, channel or partner; null for what belongs to none. */
    key: code.nullable(),
    cost: moneySchema,
    revenue: moneySchema,
    /** Cost in basis points of the revenue, half up; null where there is no revenue. */
    ratioBp: z.int().nullable(),
    /** Ceilings that hold for it, and whether it costs more. */
    ceilings: z.array(
      z.object({ code, ceilingBp: z.int(), mode: z.enum(['warn', 'block']), isExceeded: z.boolean() }),
    ),
  }),
);
export type CostRow = TypeOf<typeof costRowSchema>;

export const getCostEffectiveness = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/cost-effectiveness',
  permission: 'incentive:read',
  summary: {
    en: 'What incentives cost of the revenue, by plan, territory, channel or partner',
    zh: '费效:激励费用占销售额之比',
  },
  problems: ['NO_SALES', 'RATE_MISSING'],
  query: z.strictObject({
    by: costDimensionSchema,
    period: payPeriodSchema,
    /** Results as they stand, or only what was posted. */
    basis: z.enum(['calculated', 'posted']).optional(),
    /** How many rows, the most expensive first; 100 unless asked otherwise. */
    limit: z.int().min(1).max(200).optional(),
  }),
  answer: z.object({
    period: payPeriodSchema,
    total: costRowSchema,
    rows: z.array(costRowSchema),
    rowsInAll: z.int(),
  }),
});

export const putCostCeiling = defineRoute({
  kind: 'write',
  method: 'PUT',
  path: '/cost-ceilings/:code',
  permission: 'incentive:plan',
  summary: { en: 'Set what incentives may cost of the revenue', zh: '设定费效上限' },
  problems: ['CEILING_INVALID'],
  params: z.strictObject({ code }),
  body: z.strictObject(ceilingFields),
  answer: costCeilingSchema,
});

export const listCostCeilings = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/cost-ceilings',
  permission: 'incentive:read',
  summary: { en: 'Ceilings of what incentives may cost', zh: '费效上限列表' },
  query: z.strictObject(pageFields),
  answer: pageOf(costCeilingSchema),
});
