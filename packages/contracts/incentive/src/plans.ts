import {
  basisPointsSchema,
  currencySchema,
  dateSchema,
  defineRoute,
  erase,
  type TypeOf,
  z,
} from '@quyu/contract-kit';

const code = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be kebab-case')
  .max(64);

/** `[from, next from)` earns `rateBp`; `from` is in minor units and the first is "0"; the last tier is open. */
export const tierSchema = erase(
  z.strictObject({ from: z.string().regex(/^(0|[1-9]\d{0,17})$/), rateBp: basisPointsSchema }),
);
export type Tier = TypeOf<typeof tierSchema>;

/** A corner of a payout curve: between two corners the payout is linear; below the first it is 0, beyond the last flat. */
export const payoutPointSchema = erase(
  z.strictObject({ attainmentBp: z.int().min(0).max(1_000_000), payoutBp: z.int().min(0).max(1_000_000) }),
);
export type PayoutPoint = TypeOf<typeof payoutPointSchema>;

/** A rebate to the partner on its sales of a quarter, each slice at its own tier's rate. */
const tieredRebate = z.strictObject({
  kind: z.literal('tiered-rebate'),
  code,
  mode: z.literal('cumulative-marginal'),
  tiers: z.array(tierSchema).min(1).max(50),
});

/** A rebate to the partner where sales grew to at least `thresholdBp` of the same quarter of the year before. */
const growthRebate = z.strictObject({
  kind: z.literal('growth-rebate'),
  code,
  rateBp: basisPointsSchema,
  thresholdBp: z.int().min(0).max(1_000_000),
});

/** A bonus to the salesperson: a rate on quota, times the payout of the attainment (sales / quota). */
const attainmentBonus = z.strictObject({
  kind: z.literal('attainment-bonus'),
  code,
  rateBp: basisPointsSchema,
  curve: z.array(payoutPointSchema).min(1).max(50),
});

/** A component of a type that a module adds; the module checks the settings. */
const customComponent = z.strictObject({
  kind: z.literal('custom'),
  code,
  type: code,
  settings: z.record(z.string().max(100), z.string().max(1000)),
});
export type CustomComponent = TypeOf<typeof customComponent>;

export const componentSchema = erase(
  z.discriminatedUnion('kind', [tieredRebate, growthRebate, attainmentBonus, customComponent]),
);
export type Component = TypeOf<typeof componentSchema>;

const terms = {
  name: z.string().min(1).max(200),
  currency: currencySchema,
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
