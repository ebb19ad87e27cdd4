import { isDeepStrictEqual } from 'node:util';
import {
  type RuleLine,
  type Territory,
  type TerritoryChange,
  territoryErrors,
} from '@quyu/territory-contracts';
import type { Context, RoutesOf, Tx } from '../../context.js';
import type { Dimensions } from '../../dimensions/dimensions.js';
import { assertLevels, assertPlanning } from '../models.js';
import { selectRules } from '../rule-store.js';
import { judgeRules } from '../rules.js';
import { copyModel, deleteModel, lockModel, raiseVersion, renameModel } from '../store.js';
import { selectTerritories } from '../territory-store.js';
import { assertDeepEnough, judgeMove, refuseFaults } from './moves.js';
import {
  countBelow,
  deletePart,
  deleteRule,
  moveTerritory,
  renameTerritory,
  selectDeepest,
  upsertRule,
} from './store.js';

type WholeModel = 'cloneModel' | 'updateModel' | 'discardModel';
type TerritoryEdits = 'updateTerritory' | 'removeTerritory';
type RuleEdits = 'putRule' | 'removeRule';

/** What is done to a model as a whole while it is being planned. A change that changes nothing leaves its version as it is. */
export function planningRoutes(ctx: Context): RoutesOf<WholeModel> {
  return {
    async cloneModel({ params: { modelId }, body }, tx) {
      const clone = await copyModel(tx.db, modelId, { ...body, modelId: ctx.newId() });
      if (clone.kind === 'copied') return clone.model;
      if (clone.kind === 'no source')
        throw territoryErrors.MODEL_NOT_FOUND({ detail: `there is no territory model ${modelId}` });
      throw territoryErrors.MODEL_CODE_TAKEN({ detail: `there is a model "${body.code}" already` });
    },

    async updateModel({ params: { modelId }, body }, tx) {
      const model = assertPlanning(await lockModel(tx.db, modelId), modelId);
      const { name = model.name, levels = model.levels } = body;
      if (name === model.name && isDeepStrictEqual(levels, model.levels)) return model;
      assertLevels(levels);
      assertDeepEnough(levels, await selectDeepest(tx.db, modelId));
      return renameModel(tx.db, modelId, { name, levels });
    },

    async discardModel({ params: { modelId } }, tx) {
      assertPlanning(await lockModel(tx.db, modelId), modelId);
      await deleteModel(tx.db, modelId);
    },
  };
}

/** Renames, moves and removes territories of a planning model. */
export function territoryEditRoutes(): RoutesOf<TerritoryEdits> {
  return {
    async updateTerritory({ params: { modelId, territoryCode }, body }, tx) {
      const { levels } = assertPlanning(await lockModel(tx.db, modelId), modelId);
      const territory = await findTerritory(tx, modelId, territoryCode);
      if (!(await changeTerritory(tx, modelId, territory, body, levels.length))) return territory;
      await raiseVersion(tx.db, modelId);
      return findTerritory(tx, modelId, territoryCode);
    },

    async removeTerritory({ params: { modelId, territoryCode }, query }, tx) {
      assertPlanning(await lockModel(tx.db, modelId), modelId);
      await findTerritory(tx, modelId, territoryCode);
      const { territories, rules } = await countBelow(tx.db, modelId, territoryCode);
      if (query.withAllBelow !== true && territories + rules > 0) {
        const detail = `"${territoryCode}" has ${territories} territories below it, and ${rules} rules: remove them first, or all at once`;
        throw territoryErrors.TERRITORY_IN_USE({ detail });
      }
      await deletePart(tx.db, modelId, territoryCode);
      await raiseVersion(tx.db, modelId);
    },
  };
}

/** Sets and removes single rules of a planning model. */
export function ruleEditRoutes(dimensions: Dimensions): RoutesOf<RuleEdits> {
  return {
    async putRule({ params: { modelId, ruleCode }, body }, tx) {
      assertPlanning(await lockModel(tx.db, modelId), modelId);
      const rule = { code: ruleCode, ...body };
      const [there] = await selectRules(tx.db, modelId, [ruleCode]);
      if (isDeepStrictEqual(there, rule)) return rule;
      await assertSound(tx, modelId, rule, dimensions);
      await upsertRule(tx.db, modelId, rule);
      await raiseVersion(tx.db, modelId);
      return rule;
    },

    async removeRule({ params: { modelId, ruleCode } }, tx) {
      assertPlanning(await lockModel(tx.db, modelId), modelId);
      if (!(await deleteRule(tx.db, modelId, ruleCode)))
        throw territoryErrors.RULE_NOT_FOUND({ detail: `the model has no rule "${ruleCode}"` });
      await raiseVersion(tx.db, modelId);
    },
  };
}

/** @returns whether anything has changed. */
async function changeTerritory(
  tx: Tx,
  modelId: string,
  territory: Territory,
  { name = territory.name, parentCode = territory.parentCode }: TerritoryChange,
  levels: number,
): Promise<boolean> {
  const { code } = territory;
  if (name !== territory.name) await renameTerritory(tx.db, modelId, code, name);
  if (parentCode === territory.parentCode) return name !== territory.name;
  const [parent] = parentCode === null ? [] : await selectTerritories(tx.db, modelId, [parentCode]);
  const deepest = await selectDeepest(tx.db, modelId, code);
  await moveTerritory(
    tx.db,
    modelId,
    territory,
    judgeMove(territory, parentCode, { parent, deepest, levels }),
  );
  return true;
}

/** @throws Problem TERRITORY_NOT_FOUND */
async function findTerritory(tx: Tx, modelId: string, code: string): Promise<Territory> {
  const [territory] = await selectTerritories(tx.db, modelId, [code]);
  if (territory) return territory;
  throw territoryErrors.TERRITORY_NOT_FOUND({ detail: `the model has no territory "${code}"` });
}

/** @throws Problem INVALID_REQUEST with every fault of the rule. */
async function assertSound(tx: Tx, modelId: string, rule: RuleLine, dimensions: Dimensions): Promise<void> {
  const territories = await selectTerritories(tx.db, modelId, [rule.territoryCode]);
  const surroundings = {
    rules: new Map<string, RuleLine>(),
    territories: new Set(territories.map(({ code }) => code)),
    dimensions,
  };
  const [judgement] = judgeRules(surroundings, [{ line: 1, ok: true, value: rule }]);
  if (judgement?.kind !== 'faulty') return;
  throw refuseFaults(judgement.faults.map((fault) => ({ ...fault, pointer: `/body${fault.pointer}` })));
}
