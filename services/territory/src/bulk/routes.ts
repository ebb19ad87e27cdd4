import { territoryErrors, type TerritoryModel } from '@quyu/territory-contracts';
import { compileRules, type Decide } from '../assignment/assignment.js';
import type { Context, RoutesOf, Tx } from '../context.js';
import type { Dimensions } from '../dimensions/dimensions.js';
import { assertVisible, type ModelContent } from '../models/models.js';
import type { ActiveModel } from '../places/active-model.js';
import { placeLines } from './placing.js';
import { subjectsOfFile } from './subject-file.js';
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

interface Asking {
  readonly query: { readonly modelId?: string | undefined };
  may(permission: 'territory:write'): boolean;
}

/** Places streams of subjects by the active model, or by one that is named. Nothing is held while a stream goes on but the rules. */
export function placementRoutes(
  ctx: Context,
  models: Models,
  dimensions: Dimensions,
  active: ActiveModel,
): RoutesOf<'placeSubjects' | 'placeSubjectFile'> {
  const deciderOf = async ({ query: { modelId }, may }: Asking): Promise<Decide> => {
    if (modelId === undefined) return assertActive(await active.read(ctx.db)).decide;
    assertVisible(await models.modelOf(ctx.db, modelId), modelId, may('territory:write'));
    return compileRules(await models.contentOf(ctx.db, modelId));
  };
  return {
    async *placeSubjects(request) {
      yield* placeLines(request.body, await deciderOf(request), dimensions);
    },

    async *placeSubjectFile(request) {
      const decide = await deciderOf(request);
      yield* placeLines(subjectsOfFile(request.body, dimensions.objectionTo), decide, dimensions);
    },
  };
}

function assertActive<T>(model: T | undefined): T {
  if (model) return model;
  const detail = 'no territory model has been activated: name a planning model, or activate one';
  throw territoryErrors.MODEL_NOT_FOUND({ detail });
}
