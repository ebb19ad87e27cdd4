import type { Fault } from '@quyu/plugin-kit';
import type { Assignment } from '@quyu/territory-contracts';
import type { CompiledModel } from '../assignment/placement.js';
import type { Attributes, Dimensions } from '../dimensions/dimensions.js';

/** Where the rules of a model put a place of the market: an outlet, or the address that a shipment goes to. */
export interface MarketPlace {
  readonly modelId: string;
  readonly status: Assignment['status'];
  readonly territoryCode: string | null;
  readonly ruleCode: string | null;
  /** Territory codes from the top of the tree down to its own; empty where it has none. */
  readonly path: readonly string[];
}

export function placeByModel(model: CompiledModel, attributes: Attributes): MarketPlace {
  const { modelId } = model;
  const decision = model.decide(attributes);
  if (decision.status !== 'assigned') {
    return { modelId, status: decision.status, territoryCode: null, ruleCode: null, path: [] };
  }
  const { status, territoryCode, ruleCode } = decision;
  const path = model.territories.get(territoryCode)?.path ?? [territoryCode];
  return { modelId, status, territoryCode, ruleCode, path };
}

/** A fault for each attribute that no dimension knows. */
export function attributeFaults(
  attributes: Attributes,
  at: string,
  { objectionTo }: Pick<Dimensions, 'objectionTo'>,
): readonly Fault[] {
  return Object.keys(attributes).flatMap((name) => {
    const objection = objectionTo(name);
    return objection ? [{ pointer: `${at}/${name}`, ...objection }] : [];
  });
}
