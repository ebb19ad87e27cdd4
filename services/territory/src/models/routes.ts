import { type Line, newValues, PAGE_DEFAULT, takeLines } from '@quyu/plugin-kit';
import {
  modelActivated,
  type RuleLine,
  territoryErrors,
  type TerritoryLine,
  type TerritoryModel,
} from '@quyu/territory-contracts';
import type { Context, RoutesOf, Tx } from '../context.js';
import type { Dimensions } from '../dimensions/dimensions.js';
import { assertFound, assertLevels, assertPlanning, type ModelContent } from './models.js';
import { insertRules, selectRulePage, selectRules } from './rule-store.js';
import { judgeRules } from './rules.js';
import {
  insertModel,
  lockActiveModel,
  lockModel,
  raiseVersion,
  selectContent,
  selectModel,
  selectModels,
  switchActiveModel,
} from './store.js';
import { judgeTerritories } from './territories.js';
import { insertTerritories, selectTerritories, selectTerritoryPage } from './territory-store.js';

type ModelOperations = 'createModel' | 'listModels' | 'getModel' | 'activateModel';
type ContentOperations = 'addTerritories' | 'listTerritories' | 'addRules' | 'listRules';

/** @param reassign assigns every known account anew by the model that has just become active. */
export function modelRoutes(
  ctx: Context,
  reassign: (tx: Tx, content: ModelContent) => Promise<void>,
): RoutesOf<ModelOperations> {
  return {
    async createModel({ body }, tx) {
      assertLevels(body.levels);
      const model = await insertModel(tx.db, { ...body, modelId: ctx.newId() });
      if (model) return model;
      throw territoryErrors.MODEL_CODE_TAKEN({ detail: `there is a model "${body.code}" already` });
    },

    listModels: ({ query }) => selectModels(ctx.db, { ...query, limit: query.limit ?? PAGE_DEFAULT }),

    getModel: async ({ params: { modelId } }) => assertFound(await selectModel(ctx.db, modelId), modelId),

    async activateModel({ params: { modelId } }, tx) {
      await lockActiveModel(tx.db);
      const planned = assertPlanning(await lockModel(tx.db, modelId), modelId);
      const content = await selectContent(tx.db, modelId);
      if (content.territories.length === 0) {
        throw territoryErrors.MODEL_EMPTY({ detail: `the model "${planned.code}" has no territories` });
      }
      const model = await switchActiveModel(tx.db, modelId, ctx.now());
      publishActivation(tx, model, content.territories.length);
      await reassign(tx, content);
      return model;
    },
  };
}

/** What a model consists of: it can be added to while the model is being planned. */
export function modelContentRoutes(ctx: Context, dimensions: Dimensions): RoutesOf<ContentOperations> {
  return {
    async listTerritories({ params: { modelId }, query }) {
      assertFound(await selectModel(ctx.db, modelId), modelId);
      return selectTerritoryPage(ctx.db, modelId, query.cursor, query.limit ?? PAGE_DEFAULT);
    },

    async listRules({ params: { modelId }, query }) {
      assertFound(await selectModel(ctx.db, modelId), modelId);
      return selectRulePage(ctx.db, modelId, query.cursor, query.limit ?? PAGE_DEFAULT);
    },

    async addTerritories({ params: { modelId }, body }) {
      assertPlanning(await selectModel(ctx.db, modelId), modelId);
      return takeLines(body, (lines) => ctx.transaction((tx) => addTerritoryLines(tx, modelId, lines)));
    },

    async addRules({ params: { modelId }, body }) {
      assertPlanning(await selectModel(ctx.db, modelId), modelId);
      return takeLines(body, (lines) =>
        ctx.transaction((tx) => addRuleLines(tx, modelId, lines, dimensions)),
      );
    },
  };
}

async function addTerritoryLines(tx: Tx, modelId: string, lines: readonly Line<TerritoryLine>[]) {
  const model = assertPlanning(await lockModel(tx.db, modelId), modelId);
  const named = lines.flatMap(({ value }) => [value.code, value.parentCode ?? value.code]);
  const known = await selectTerritories(tx.db, modelId, [...new Set(named)]);
  const byCode = new Map(known.map((territory) => [territory.code, territory]));
  const judged = judgeTerritories(byCode, lines, model.levels.length);
  const added = newValues(judged);
  if (added.length > 0) {
    await insertTerritories(tx.db, modelId, added);
    await raiseVersion(tx.db, modelId);
  }
  return judged;
}

async function addRuleLines(
  tx: Tx,
  modelId: string,
  lines: readonly Line<RuleLine>[],
  dimensions: Dimensions,
) {
  assertPlanning(await lockModel(tx.db, modelId), modelId);
  const codes = lines.map(({ value }) => value.code);
  const named = lines.map(({ value }) => value.territoryCode);
  const known = await selectRules(tx.db, modelId, codes);
  const territories = await selectTerritories(tx.db, modelId, [...new Set(named)]);
  const surroundings = {
    rules: new Map(known.map((rule) => [rule.code, rule])),
    territories: new Set(territories.map(({ code }) => code)),
    dimensions,
  };
  const judged = judgeRules(surroundings, lines);
  const added = newValues(judged);
  if (added.length > 0) {
    await insertRules(tx.db, modelId, added);
    await raiseVersion(tx.db, modelId);
  }
  return judged;
}

function publishActivation(tx: Tx, model: TerritoryModel, territories: number): void {
  const { modelId, code, version, activatedAt } = model;
  if (activatedAt === null) throw new TypeError(`the active model "${code}" has no time of activation`);
  tx.publish(modelActivated, { modelId, code, version, territories, activatedAt });
}
