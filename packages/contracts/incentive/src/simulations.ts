import {
  basisPointsSchema,
  dateSchema,
  defineRoute,
  erase,
  moneySchema,
  type TypeOf,
  z,
} from '@quyu/contract-kit';
import { exchangeRateSchema } from './exchange-rates.js';
import { payeeFactSchema } from './payee-facts.js';
import { payPeriodSchema } from './periods.js';
import { planDraftSchema } from './plans.js';
import { traceStepSchema } from './results.js';

const code = z.string().min(1).max(200);
const payeeKind = z.enum(['partner', 'salesperson']);
const shares = z
  .array(z.strictObject({ salesperson: code, shareBp: basisPointsSchema }))
  .min(1)
  .max(20);

/** A sales line to try a plan on. It counts in the month of its sale; a return in that of the line it returns. */
export const simulatedLineSchema = erase(
  z.strictObject({
    /** `order#product` when missing. */
    lineId: code.optional(),
    order: code,
    date: dateSchema,
    product: code,
    partner: code,
    salesperson: code.optional(),
    quantity: z.int().min(-999_999_999).max(999_999_999),
    amount: moneySchema,
    /** The id of the line that this one returns: the same partner, product and people, and no more than was sold. */
    returns: code.optional(),
    /** Who shares it, instead of the salesperson: together 10,000 bp. */
    split: shares.optional(),
    /** Who is credited with a share besides. */
    overlays: shares.optional(),
  }),
);
export type SimulatedLine = TypeOf<typeof simulatedLineSchema>;

/** A plan, and all that it is to be tried on. Nothing that is stored is looked at. */
export const simulationSchema = erase(
  z.strictObject({
    plan: planDraftSchema,
    lines: z.array(simulatedLineSchema).max(2000),
    /** Only products that the plan tells apart need be here. */
    products: z.array(z.strictObject({ code, group: code, category: code })).max(2000).optional(),
    /** Who leads whom. */
    people: z.array(z.strictObject({ code, managerCode: code.nullable() })).max(2000).optional(),
    /** The territories that partners are in, from the top of the tree down. */
    territories: z.array(z.strictObject({ partner: code, path: z.array(code).min(1).max(20) })).max(2000).optional(),
    /** A quota of a period is spread over its months evenly. */
    quotas: z
      .array(z.strictObject({ payeeKind, payeeCode: code, set: code.optional(), period: payPeriodSchema, amount: moneySchema }))
      .max(2000)
      .optional(),
    facts: z.array(payeeFactSchema).max(2000).optional(),
    rates: z.array(exchangeRateSchema).max(2000).optional(),
    /** Periods until the one in which this day lies; until the last line or quota when missing. */
    through: dateSchema.optional(),
  }),
); // prettier-ignore
export type Simulation = TypeOf<typeof simulationSchema>;

export const simulatedResultSchema = erase(
  z.object({
    payeeKind,
    payeeCode: code,
    component: z.string(),
    period: payPeriodSchema,
    amount: moneySchema,
    trace: z.array(traceStepSchema),
  }),
);
export type SimulatedResult = TypeOf<typeof simulatedResultSchema>;

export const simulate = defineRoute({
  kind: 'act',
  method: 'POST',
  path: '/simulations',
  permission: 'incentive:simulate',
  summary: { en: 'Try a plan on sales lines and quotas of your own; nothing is stored', zh: '激励方案试算(不保存)' },
  problems: ['PLAN_INVALID', 'SIMULATION_INVALID'],
  body: simulationSchema,
  bodyLimit: 4 * 1024 * 1024,
  answer: z.object({
    /** By payee, period, and component in the order of the plan. */
    results: z.array(simulatedResultSchema),
    /** What each payee is paid in each period. */
    totals: z.array(z.object({ payeeKind, payeeCode: code, period: payPeriodSchema, amount: moneySchema })),
    total: moneySchema,
  }),
}); // prettier-ignore
