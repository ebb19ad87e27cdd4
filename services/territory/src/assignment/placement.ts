import { isDeepStrictEqual } from 'node:util';
import type { Assignment, Territory } from '@quyu/territory-contracts';
import type { Attributes } from '../dimensions/dimensions.js';
import type { ModelContent } from '../models/models.js';
import { compileRules, type Decide, type Decision } from './assignment.js';

/** Where an account is, as others are told. What does not apply to its status is null or empty. */
export interface Place {
  readonly status: Assignment['status'];
  readonly territoryCode: string | null;
  readonly territoryName: string | null;
  readonly path: readonly string[];
  readonly ruleCode: string | null;
  readonly contenders: readonly string[];
}

/** An account as it was found: its place is null before it is assigned for the first time. */
export interface Account {
  readonly subjectId: string;
  readonly code: string;
  readonly attributes: Attributes;
  readonly modelId: string | null;
  readonly place: Place | null;
}

/** An account with the place it gets. `moved` tells whether others must hear of it. */
export interface Placed {
  readonly subjectId: string;
  readonly code: string;
  readonly place: Place;
  readonly moved: boolean;
}

/** A model ready to place accounts. */
export interface CompiledModel {
  readonly modelId: string;
  readonly code: string;
  readonly decide: Decide;
  readonly territories: ReadonlyMap<string, Territory>;
}

export function compileModel(content: ModelContent): CompiledModel {
  const { modelId, code, territories } = content;
  const byCode = new Map(territories.map((territory) => [territory.code, territory]));
  return { modelId, code, decide: compileRules(content), territories: byCode };
}

/**
 * Places accounts by a model. Those that have the same place by the same model already are left out. An account that
 * another model leaves in the same territory by the same rule has not moved.
 */
export function placeAccounts(model: CompiledModel, accounts: readonly Account[]): readonly Placed[] {
  return accounts.flatMap(({ subjectId, code, attributes, modelId, place: before }) => {
    const place = placeOf(model, model.decide(attributes));
    const moved = !isDeepStrictEqual(before, place);
    return moved || modelId !== model.modelId ? [{ subjectId, code, place, moved }] : [];
  });
}

const NOWHERE = { territoryCode: null, territoryName: null, path: [], ruleCode: null, contenders: [] };

function placeOf({ territories }: CompiledModel, decision: Decision): Place {
  if (decision.status !== 'assigned') return { ...NOWHERE, ...decision };
  const territory = territories.get(decision.territoryCode);
  if (!territory)
    throw new TypeError(`rule "${decision.ruleCode}" names a territory the model does not have`);
  return { ...NOWHERE, ...decision, territoryName: territory.name, path: territory.path };
}
