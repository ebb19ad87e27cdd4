import { isDeepStrictEqual } from 'node:util';
import type { Assignment, Mode, Territory } from '@quyu/territory-contracts';
import type { Attributes } from '../dimensions/dimensions.js';
import type { ModelContent } from '../models/models.js';
import { compileRules, type Decide, type Decision } from './assignment.js';

/** Stands where the code of a rule stands, when a person has decided. */
export const PINNED = 'pin';

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
  /** Who has decided on its place. */
  readonly by: Assignment['by'];
  /** The territory that a person has pinned it to. */
  readonly pin: string | null;
}

/** An account with the place it gets. `moved` tells whether others must hear of it. */
export interface Placed {
  readonly subjectId: string;
  readonly code: string;
  readonly place: Place;
  readonly by: Assignment['by'];
  readonly before: Place | null;
  readonly moved: boolean;
  /** Whether anything about it is to be written, besides the model. */
  readonly changed: boolean;
  /** Whether its pin names a territory that the model does not have. */
  readonly droppedPin: boolean;
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
 * Places an account by a model.
 *
 * - Filling leaves who has a territory where they are, whatever rules and pins say.
 * - A pin goes before every rule, as long as the model has its territory.
 * - An account that another model leaves in the same territory by the same rule has not moved.
 *
 * @throws TypeError when filling and the model lacks the territory of an account: look for those first.
 */
export function placeAccount(model: CompiledModel, account: Account, mode: Mode = 'realign'): Placed {
  const { subjectId, code, pin, place: before } = account;
  const { place, by } = choosePlace(model, account, mode);
  const moved = !isDeepStrictEqual(before, place);
  const droppedPin = pin !== null && !model.territories.has(pin);
  return { subjectId, code, place, by, before, moved, changed: moved || by !== account.by, droppedPin };
}

/** Places accounts; those that have the same place by the same model already are left out. */
export function placeAccounts(model: CompiledModel, accounts: readonly Account[]): readonly Placed[] {
  return accounts.flatMap((account) => {
    const placed = placeAccount(model, account);
    return placed.changed || account.modelId !== model.modelId ? [placed] : [];
  });
}

function choosePlace(
  model: CompiledModel,
  { attributes, place, pin }: Account,
  mode: Mode,
): Pick<Placed, 'place' | 'by'> {
  const isPinned = pin !== null && model.territories.has(pin);
  const chosen: Pick<Placed, 'place' | 'by'> = isPinned
    ? { place: placeIn(model, pin, PINNED), by: 'pin' }
    : { place: placeOf(model, model.decide(attributes)), by: 'rule' };
  if (mode === 'realign' || place?.status !== 'assigned') return chosen;
  const kept = placeIn(model, place.territoryCode, place.ruleCode);
  return isDeepStrictEqual(kept, chosen.place) ? chosen : { place: kept, by: 'kept' };
}

const NOWHERE = { territoryCode: null, territoryName: null, path: [], ruleCode: null, contenders: [] };

function placeOf(model: CompiledModel, decision: Decision): Place {
  return decision.status === 'assigned'
    ? placeIn(model, decision.territoryCode, decision.ruleCode)
    : { ...NOWHERE, ...decision };
}

function placeIn({ territories }: CompiledModel, code: string | null, ruleCode: string | null): Place {
  const territory = code === null ? undefined : territories.get(code);
  if (!territory) throw new TypeError(`"${ruleCode}" names a territory "${code}" the model does not have`);
  const { name: territoryName, path } = territory;
  return { ...NOWHERE, status: 'assigned', territoryCode: territory.code, territoryName, path, ruleCode };
}
