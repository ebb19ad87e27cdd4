import { basisPointsSchema, erase, type TypeOf, z } from '@quyu/contract-kit';
import {
  capTerms,
  floorTerms,
  gateTerms,
  gateTestSchema,
  minorUnitsSchema,
  payeeKindSchema,
  planCodeSchema,
} from './measures.js';

/** The components before it that a modifier works on, by their sum in each period; all before it when missing. */
const on = z.array(planCodeSchema).min(1).max(50).optional();

const gate = z.strictObject({ kind: z.literal('gate'), ...gateTerms, on });
const cap = z.strictObject({ kind: z.literal('cap'), ...capTerms, on });
const floor = z.strictObject({ kind: z.literal('floor'), ...floorTerms, on });

/**
 * `guarantee` pays what is missing to `amount` in each period; `additional` pays `amount` on top. Recoverable: what was
 * paid so is owed, and taken back from what is earned over the guarantee, or from what is earned in later periods.
 */
const draw = z.strictObject({
  kind: z.literal('draw'),
  code: planCodeSchema,
  payee: payeeKindSchema,
  amount: minorUnitsSchema,
  type: z.enum(['guarantee', 'additional']),
  recoverable: z.boolean(),
  on,
});

/** A share of what is earned, withheld and paid some periods later, or in the first period in which a test holds. */
const holdback = z.strictObject({
  kind: z.literal('holdback'),
  code: planCodeSchema,
  shareBp: basisPointsSchema,
  release: z.discriminatedUnion('when', [
    z.strictObject({ when: z.literal('after-periods'), periods: z.int().min(1).max(120) }),
    z.strictObject({ when: z.literal('test-holds'), test: gateTestSchema }),
  ]),
  on,
});

/**
 * What becomes of returns: those later than `windowDays` after the sale take nothing back (all do when missing), and a
 * total below zero is not asked back but set off against later periods.
 */
const clawback = z.strictObject({
  kind: z.literal('clawback'),
  code: planCodeSchema,
  windowDays: z.int().min(0).max(3660).optional(),
  on,
});

export const modifierKinds = [gate, cap, floor, draw, holdback, clawback] as const;

/** What works on what components before it earn. */
export const modifierSchema = erase(z.discriminatedUnion('kind', modifierKinds));
export type Modifier = TypeOf<typeof modifierSchema>;
