import { type JsonSchema, z } from '@quyu/contract-kit';

/** Says at a place how many rules stand there in code, which no JSON Schema can show. */
const HIDDEN_RULES = 'x-hidden-rules';

/**
 * The JSON Schema of a contract schema as it is compared over time: with a mark where rules are hidden in code
 * (`refine`), so that adding or removing one is seen. That such a rule itself changed cannot be seen.
 */
export function reportedSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _dialect, ...document } = z.toJSONSchema(schema, {
    io: 'input',
    metadata: z.registry<Record<string, never>>(),
    unrepresentable: 'any',
    override({ zodSchema, jsonSchema }) {
      const count = countHiddenRules(zodSchema);
      if (count > 0) Object.assign(jsonSchema, { [HIDDEN_RULES]: count });
    },
  });
  return document;
}

function countHiddenRules({ _zod: { def } }: z.core.$ZodType): number {
  const isCustom = def.type === 'custom' ? 1 : 0;
  return isCustom + (def.checks ?? []).filter((each) => HIDDEN_CHECKS.has(each._zod.def.check)).length;
}

/** Rules in code, and changes to the value on its way (`trim`). */
const HIDDEN_CHECKS = new Set(['custom', 'overwrite']);
