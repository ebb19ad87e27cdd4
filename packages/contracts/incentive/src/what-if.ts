import { dateSchema, defineRoute, erase, moneySchema, type TypeOf, z } from '@quyu/contract-kit';
import { planCodeSchema } from './measures.js';
import { planDraftSchema } from './plans.js';
import { saleLineSchema } from './sales-lines.js';

const code = z.string().min(1).max(64);

/** What a payee would be paid otherwise, over all periods; null is nothing. */
export const moverSchema = erase(
  z.object({
    payeeKind: z.enum(['partner', 'salesperson']),
    payeeCode: code,
    before: moneySchema.nullable(),
    after: moneySchema.nullable(),
  }),
);
export type Mover = TypeOf<typeof moverSchema>;

/** How the stored sales are to be otherwise. */
export const changedSalesSchema = erase(
  z.strictObject({
    /** Lines that are taken off, with what returns them: first. */
    remove: z
      .array(z.strictObject({ source: code, lineId: z.string().min(1).max(401) }))
      .max(1000)
      .optional(),
    /** Lines that are added. A return is of the source of its sale. */
    add: z.array(saleLineSchema).max(1000).optional(),
    /** Of the added lines; `what-if` when missing. */
    source: code.optional(),
  }),
);
export type ChangedSales = TypeOf<typeof changedSalesSchema>;

export const tryPlan = defineRoute({
  kind: 'act',
  method: 'POST',
  path: '/plans/:code/what-if',
  permission: 'incentive:simulate',
  summary: {
    en: 'What another plan, or the plan on changed sales, would pay, against the results as they stand; nothing is stored',
    zh: '方案或销售变更试算(不保存)',
  },
  problems: ['PLAN_INVALID', 'PLAN_NOT_FOUND', 'RATE_MISSING', 'SALES_INVALID'],
  params: z.strictObject({ code: planCodeSchema }),
  body: z.strictObject({
    /** The latest version of the plan when missing. */
    plan: planDraftSchema.optional(),
    /** Nothing is otherwise when missing. */
    sales: changedSalesSchema.optional(),
    /** Periods that end after this day are left out; as a run does when missing. */
    through: dateSchema.optional(),
    /** How many payees are named, those who change most first; 20 when missing. */
    limit: z.int().min(1).max(200).optional(),
  }),
  answer: z.object({
    /** Totals by currency: results as they stand, and what the plan would give. */
    before: z.array(moneySchema),
    after: z.array(moneySchema),
    /** Payees who would be paid otherwise. */
    payees: z.int(),
    movers: z.array(moverSchema),
  }),
});
