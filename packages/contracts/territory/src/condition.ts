import { erase, z } from '@quyu/contract-kit';

/** A test of one attribute of a subject, e.g. `{ attribute: 'geo.country', op: 'eq', value: 'CN' }`. */
export type AttributeTest =
  | { readonly attribute: string; readonly op: 'eq' | 'prefix'; readonly value: string }
  | { readonly attribute: string; readonly op: 'in'; readonly values: readonly string[] }
  | {
      readonly attribute: string;
      readonly op: 'range';
      readonly from?: number | undefined;
      readonly to?: number | undefined;
    }
  | { readonly attribute: string; readonly op: 'exists' };

/** What a rule asks of a subject. */
export type Condition =
  | AttributeTest
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition };

const attribute = z
  .string()
  .regex(/^[a-z]+(\.[a-z-]+)+$/, 'must be <dimension>.<attribute>, e.g. geo.country')
  .max(100);
const text = z.string().min(1).max(200);
const NOT_A_CONDITION =
  'must be a test of an attribute (op eq or prefix with value, in with values, range with from or to, exists), ' +
  'or a group (all, any or not), and so must every part of a group';
const nested: z.ZodType<Condition> = z.lazy(() => conditionSchema);

/** Schema of {@link Condition}; groups may not be empty. */
export const conditionSchema: z.ZodType<Condition> = erase<Condition>(
  z.union(
    [
      z.strictObject({ attribute, op: z.enum(['eq', 'prefix']), value: text }),
      z.strictObject({ attribute, op: z.literal('in'), values: z.array(text).min(1).max(5000) }),
      z.strictObject({
        attribute,
        op: z.literal('range'),
        from: z.number().optional(),
        to: z.number().optional(),
      }),
      z.strictObject({ attribute, op: z.literal('exists') }),
      z.strictObject({ all: z.array(nested).min(1).max(500) }),
      z.strictObject({ any: z.array(nested).min(1).max(500) }),
      z.strictObject({ not: nested }),
    ],
    { error: NOT_A_CONDITION },
  ),
);
