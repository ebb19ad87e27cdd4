import { platformErrors } from '@quyu/plugin-kit';
import {
  type RuleLine,
  type Territory,
  territoryErrors,
  type TerritoryModel,
} from '@quyu/territory-contracts';

/** All that decides who belongs where. The content of a model never changes once it is active. */
export interface ModelContent {
  readonly modelId: string;
  readonly code: string;
  readonly territories: readonly Territory[];
  readonly rules: readonly RuleLine[];
}

/** @throws Problem MODEL_NOT_FOUND */
export function assertFound(model: TerritoryModel | undefined, modelId: string): TerritoryModel {
  if (model) return model;
  throw territoryErrors.MODEL_NOT_FOUND({ detail: `there is no territory model ${modelId}` });
}

/**
 * A planning model is there for those only who plan.
 *
 * @throws Problem MODEL_NOT_FOUND
 */
export function assertVisible(
  model: TerritoryModel | undefined,
  modelId: string,
  seesPlans: boolean,
): TerritoryModel {
  return assertFound(model?.status === 'planning' && !seesPlans ? undefined : model, modelId);
}

/** @throws Problem MODEL_NOT_FOUND, MODEL_NOT_PLANNING */
export function assertPlanning(model: TerritoryModel | undefined, modelId: string): TerritoryModel {
  const found = assertFound(model, modelId);
  if (found.status === 'planning') return found;
  throw territoryErrors.MODEL_NOT_PLANNING({ detail: `the model "${found.code}" is ${found.status}` });
}

/** @throws Problem INVALID_REQUEST when two levels have one name. */
export function assertLevels(levels: readonly string[]): void {
  const index = levels.findIndex((name, at) => levels.indexOf(name) !== at);
  if (index === -1) return;
  const message = `"${levels[index]}" is the name of a level above already`;
  throw platformErrors.INVALID_REQUEST({
    detail: `/body/levels/${index}: ${message}`,
    errors: [{ pointer: `/body/levels/${index}`, code: 'duplicate_level', message }],
  });
}
