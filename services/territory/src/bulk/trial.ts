import type { Decide } from '../assignment/assignment.js';
import type { Attributes } from '../dimensions/dimensions.js';

/** Where the rules alone would put a subject; pins are of accounts that are known. */
export function tryOut(
  decide: Decide,
  { code, attributes }: { readonly code: string; readonly attributes: Attributes },
) {
  const decision = decide(attributes);
  const nowhere = { code, status: decision.status, territoryCode: null, ruleCode: null, contenders: [] };
  if (decision.status === 'conflict') return { ...nowhere, contenders: [...decision.contenders] };
  if (decision.status === 'gap') return nowhere;
  return { ...nowhere, territoryCode: decision.territoryCode, ruleCode: decision.ruleCode };
}
