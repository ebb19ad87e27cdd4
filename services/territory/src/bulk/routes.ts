import type { TerritoryModel } from '@quyu/territory-contracts';
import { compileRules } from '../assignment/assignment.js';
import type { Context, RoutesOf, Tx } from '../context.js';
import { assertVisible, type ModelContent } from '../models/models.js';
import { tryOut } from './trial.js';

/** What a trial needs of models. */
export interface Models {
  readonly modelOf: (db: Tx['db'], modelId: string) => Promise<TerritoryModel | undefined>;
  readonly contentOf: (db: Tx['db'], modelId: string) => Promise<ModelContent>;
}

/** Asks a model, planning or not, where it would put subjects. */
export function trialRoutes(ctx: Context, models: Models): RoutesOf<'tryModel'> {
  return {
    async tryModel({ params: { modelId }, body: { subjects }, may }) {
      assertVisible(await models.modelOf(ctx.db, modelId), modelId, may('territory:write'));
      const decide = compileRules(await models.contentOf(ctx.db, modelId));
      return { items: subjects.map((subject) => tryOut(decide, subject)) };
    },
  };
}
