import { basisPointsSchema, erase, type TypeOf, z } from '@quyu/contract-kit';
import {
  capTerms,
  floorTerms,
  gateTerms,
  minorUnitsSchema,
  payeeKindSchema,
  planCodeSchema,
  planMeasureSchema,
} from './measures.js';

const ratio = z.int().min(0).max(1_000_000);

/** What every earning component has; gates, floor and cap work on it in this order and give results of their own. */
const earning = {
  code: planCodeSchema,
  payee: payeeKindSchema,
  measure: planMeasureSchema.optional(),
  gates: z.array(z.strictObject(gateTerms)).max(10).optional(),
  floor: z.strictObject(floorTerms).optional(),
  cap: z.strictObject(capTerms).optional(),
  /** Times the days on which the payee took part, of all days of the period. */
  prorated: z.boolean().optional(),
};

/** `[from, next from)` earns `rateBp`; `from` is in minor units and the first is "0"; the last tier is open. */
export const tierSchema = erase(z.strictObject({ from: minorUnitsSchema, rateBp: basisPointsSchema }));
export type Tier = TypeOf<typeof tierSchema>;

/** A corner of a payout curve: between two corners the payout is linear; below the first it is 0, beyond the last flat. */
export const payoutPointSchema = erase(z.strictObject({ attainmentBp: ratio, payoutBp: ratio }));
export type PayoutPoint = TypeOf<typeof payoutPointSchema>;

/** One rate on all sales of the period. */
const flat = z.strictObject({ kind: z.literal('flat'), ...earning, rateBp: basisPointsSchema });

/**
 * Rates by how much was sold. `marginal`: each slice at its own tier's rate; `whole`: all at the highest rate reached;
 * `interpolated`: all at a rate that rises in a line from one tier's `from` to the next.
 */
const tiered = z.strictObject({
  kind: z.literal('tiered'),
  ...earning,
  mode: z.enum(['marginal', 'whole', 'interpolated']),
  /** What the tiers are applied to: each line or order with its returns, the period, the year so far, or (in its last period) the year. */
  basis: z.enum(['line', 'order', 'period', 'year-to-date', 'year']),
  tiers: z.array(tierSchema).min(1).max(50),
});

/** An amount a unit sold, up to a limit of units a period. */
const unitAward = z.strictObject({
  kind: z.literal('unit-award'),
  ...earning,
  amountPerUnit: minorUnitsSchema,
  limitUnits: z.int().min(1).max(1_000_000_000).optional(),
});

/** A quota set and its weight in the attainment; its sales are those of the component unless it names others. */
const weightedQuota = z.strictObject({
  set: z.string().min(1).max(64),
  weightBp: z.int().min(1).max(10_000),
  measure: planMeasureSchema.optional(),
});

/** A rate on the quota (`rateBp`), or a target amount, times the payout of the attainment (sales / quota). */
const attainmentBonus = z.strictObject({
  kind: z.literal('attainment-bonus'),
  ...earning,
  rateBp: basisPointsSchema.optional(),
  target: minorUnitsSchema.optional(),
  /** Weights sum to 10,000. The set "sales" alone when missing. */
  quotas: z.array(weightedQuota).min(1).max(10).optional(),
  curve: z.array(payoutPointSchema).min(1).max(50),
  /** Times the days on which the payee took part, of all days: less is asked for, not less paid for the same attainment. */
  prorateQuotas: z.boolean().optional(),
});

/** A rate on sales where they grew to at least `thresholdBp` of the same period of the year before, or of the period before. */
const growthRebate = z.strictObject({
  kind: z.literal('growth-rebate'),
  ...earning,
  rateBp: basisPointsSchema,
  thresholdBp: ratio,
  against: z.enum(['year-before', 'period-before']).optional(),
});

/** In the last period of a year: a rate on the year's sales, or an amount, where they reach `from` and every period reached its own. */
const yearEndBonus = z.strictObject({
  kind: z.literal('year-end-bonus'),
  ...earning,
  from: minorUnitsSchema,
  rateBp: basisPointsSchema.optional(),
  amount: minorUnitsSchema.optional(),
  everyPeriodFrom: minorUnitsSchema.optional(),
});

/** Prizes by place among all payees, or among those of a territory of `level`. Only who has more than nothing has a place. */
const rankingAward = z.strictObject({
  kind: z.literal('ranking-award'),
  ...earning,
  prizes: z.array(minorUnitsSchema).min(1).max(1000),
  within: z.strictObject({ level: z.string().min(1).max(64) }).optional(),
  /** Equals each get the prize of their place, or share the prizes of the places they take up. */
  ties: z.enum(['same-place', 'shared']),
  from: minorUnitsSchema.optional(),
});

/** A component of a type that a module adds; the module checks the settings. */
const customComponent = z.strictObject({
  kind: z.literal('custom'),
  code: planCodeSchema,
  type: planCodeSchema,
  settings: z.record(z.string().max(100), z.string().max(1000)),
});
export type CustomComponent = TypeOf<typeof customComponent>;

export const earningKinds = [
  flat,
  tiered,
  unitAward,
  attainmentBonus,
  growthRebate,
  yearEndBonus,
  rankingAward,
  customComponent,
] as const;

/** What a payee earns by. */
export const earningComponentSchema = erase(z.discriminatedUnion('kind', earningKinds));
export type EarningComponent = TypeOf<typeof earningComponentSchema>;
