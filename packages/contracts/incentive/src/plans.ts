import { currencySchema, dateSchema, defineRoute, erase, type TypeOf, z } from '@quyu/contract-kit';
import { planCodeSchema } from './measures.js';
import { earningKinds } from './plan-components.js';
import { modifierKinds } from './plan-modifiers.js';

const code = planCodeSchema;

export const componentSchema = erase(z.discriminatedUnion('kind', [...earningKinds, ...modifierKinds]));
export type Component = TypeOf<typeof componentSchema>;

const names = z.array(z.string().min(1).max(64)).min(1).max(10_000).optional();

/** Who the plan is for; every list that is there must name the payee, as of the last day of the period. */
export const eligibilitySchema = erase(
  z.strictObject({ payees: names, territories: names, partnerTypes: names, tiers: names }),
);
export type Eligibility = TypeOf<typeof eligibilitySchema>;

const terms = {
  name: z.string().min(1).max(200),
  currency: currencySchema,
  /** How often the plan pays; by quarter when missing. */
  period: z.enum(['month', 'quarter', 'half-year', 'year']).optional(),
  eligible: eligibilitySchema.optional(),
  effectiveFrom: dateSchema,
  effectiveTo: dateSchema.nullable(),
  components: z.array(componentSchema).min(1).max(50),
};

export const planDraftSchema = erase(z.strictObject(terms));
export type PlanDraft = TypeOf<typeof planDraftSchema>;

/** A plan as data. A change makes a new version; results name the version that made them. */
export const planSchema = erase(z.object({ code, version: z.int(), ...terms }));
export type Plan = TypeOf<typeof planSchema>;

const params = z.strictObject({ code });

export const putPlan = defineRoute({
  kind: 'write',
  method: 'PUT',
  path: '/plans/:code',
  permission: 'incentive:plan',
  summary: {
    en: 'Set a plan; a change makes a new version, the same content changes nothing',
    zh: '设定激励方案',
  },
  problems: ['PLAN_INVALID'],
  params,
  /** `ahead`: what the plan names, or whom it is for, may be still to come; otherwise that refuses it. */
  query: z.strictObject({ ahead: z.boolean().optional() }),
  body: planDraftSchema,
  answer: planSchema,
});

export const getPlan = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/plans/:code',
  permission: 'incentive:read',
  summary: { en: 'A plan, latest version', zh: '激励方案详情' },
  problems: ['PLAN_NOT_FOUND'],
  params,
  answer: planSchema,
});
