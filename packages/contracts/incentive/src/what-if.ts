import { dateSchema, defineRoute, erase, moneySchema, type TypeOf, z } from '@quyu/contract-kit';
import { planCodeSchema } from './measures.js';
import { planDraftSchema } from './plans.js';

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

export const tryPlan = defineRoute({
  kind: 'act',
  method: 'POST',
  path: '/plans/:code/what-if',
  permission: 'incentive:simulate',
  summary: {
    en: 'What another plan would pay on the stored sales, against the results as they stand; nothing is stored',
    zh: '方案变更试算(基于现有销售,不保存)',
  },
  problems: ['PLAN_INVALID', 'RATE_MISSING'],
  params: z.strictObject({ code: planCodeSchema }),
  body: z.strictObject({
    plan: planDraftSchema,
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
