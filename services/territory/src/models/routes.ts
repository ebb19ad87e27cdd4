import { type Line, newValues, PAGE_DEFAULT, takeLines } from '@quyu/plugin-kit';
import { type RuleLine, territoryErrors, type TerritoryLine } from '@quyu/territory-contracts';
import type { Context, RoutesOf, Tx } from '../context.js';
import type { Dimensions } from '../dimensions/dimensions.js';
import { assertLevels, assertPlanning, assertVisible } from './models.js';
import { insertRules, selectRulePage, selectRules } from './rule-store.js';
import { judgeRules } from './rules.js';
import { insertModel, lockModel, raiseVersion, selectModel, selectModels } from './store.js';
import { judgeTerritories } from './territories.js';
import { insertTerritories, selectTerritories, selectTerritoryPage } from './territory-store.js';

type ModelOperations = 'createModel' | 'listModels' | 'getModel';
type ContentOperations = 'addTerritories' | 'listTerritories' | 'addRules' | 'listRules';

/** A planning model shows itself to those only who may change models. */
const PLANS = 'territory:write';

export function modelRoutes(ctx: Context): RoutesOf<ModelOperations> {
  return {
    async createModel({ body }, tx) {
      assertLevels(body.levels);
      const model = await insertModel(tx.db, { ...body, modelId: ctx.newId() });
      if (model) return model;
      throw territoryErrors.MODEL_CODE_TAKEN({ detail: `there is a model "${body.code}" already` });
    },

    listModels: ({ query, may }) =>
      selectModels(ctx.db, { ...query, limit: query.limit ?? PAGE_DEFAULT, seesPlans: may(PLANS) }),

    getModel: async ({ params: { modelId }, may }) =>
      assertVisible(await selectModel(ctx.db, modelId), modelId, may(PLANS)),
  };
}

/** What a model consists of: it can be added to while the model is being planned. */
export function modelContentRoutes(ctx: Context, dimensions: Dimensions): RoutesOf<ContentOperations> {
  return {
    async listTerritories({ params: { modelId }, query, may }) {
      assertVisible(await selectModel(ctx.db, modelId), modelId, may(PLANS));
      return selectTerritoryPage(ctx.db, modelId, { ...query, limit: query.limit ?? PAGE_DEFAULT });
    },

    async listRules({ params: { modelId }, query, may }) {
      assertVisible(await selectModel(ctx.db, modelId), modelId, may(PLANS));
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
