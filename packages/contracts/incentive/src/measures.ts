import { erase, type TypeOf, z } from '@quyu/contract-kit';

/** The code of a plan or of a part of it. */
export const planCodeSchema = z
  .string()
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be kebab-case')
  .max(64);

const name = z.string().min(1).max(64);
const names = z.array(name).min(1).max(500);

/** An amount of the plan's currency in minor units, not negative: "2500000" is 25,000.00. */
export const minorUnitsSchema = z.string().regex(/^(0|[1-9]\d{0,18})$/, 'must be whole minor units');

export const payeeKindSchema = z.enum(['partner', 'salesperson']);

/** Which sales a component looks at; all of the payee's own when nothing is said. */
export const planMeasureSchema = z.strictObject({
  /** Credited to the payee itself (`own`), to the people below it, to both, or by overlays. */
  credit: z.enum(['own', 'group', 'own-and-group', 'overlay']).optional(),
  of: z.enum(['amount', 'quantity', 'orders']).optional(),
  /** Any of these; all products when missing. */
  products: z
    .strictObject({
      codes: names.optional(),
      groups: names.optional(),
      categories: names.optional(),
    })
    .optional(),
  /** The partner is in one of these territories, or below it, on the day of the sale. */
  territories: names.optional(),
});
export type PlanMeasure = TypeOf<typeof planMeasureSchema>;

/** What a gate looks at, as of the last day of the period. */
export const gateTestSchema = z.discriminatedUnion('looksAt', [
  z.strictObject({
    looksAt: z.literal('fact'),
    fact: z.string().min(1).max(100),
    is: z.enum(['equals', 'not-equals', 'at-least', 'at-most']),
    value: z.string().min(1).max(100),
  }),
  z.strictObject({
    looksAt: z.literal('measure'),
    payee: payeeKindSchema,
    measure: planMeasureSchema,
    is: z.enum(['at-least', 'at-most']),
    value: minorUnitsSchema,
  }),
]);
export type GateTest = TypeOf<typeof gateTestSchema>;

/** What must hold for earnings to be paid; otherwise they are lost, or held until it holds again. */
export const gateTerms = { code: planCodeSchema, test: gateTestSchema, otherwise: z.enum(['lose', 'hold']) };
export const gateSchema = erase(z.strictObject(gateTerms));
export type Gate = TypeOf<typeof gateSchema>;

/** At most this is paid in a period; what is over it is lost, or paid later under the cap. */
export const capTerms = { code: planCodeSchema, amount: minorUnitsSchema, excess: z.enum(['lost', 'later']) };

/** Earnings above zero but below this are raised to it, lost, or kept until they reach it. */
export const floorTerms = {
  code: planCodeSchema,
  amount: minorUnitsSchema,
  below: z.enum(['raised', 'lost', 'later']),
};
