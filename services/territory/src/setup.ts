import { analysisRoutes } from './analysis/routes.js';
import { assignmentHandlers, reassign } from './assignment/handlers.js';
import { assignmentRoutes } from './assignment/routes.js';
import { selectAssignment } from './assignment/store.js';
import type { Context } from './context.js';
import { combineDimensions } from './dimensions/dimensions.js';
import { explanationRoutes } from './explanation/routes.js';
import { territoryDimension } from './extension-points.js';
import { modelContentRoutes, modelRoutes } from './models/routes.js';
import { holdActiveModel, selectContent, selectModel, selectModels } from './models/store.js';
import { staffRoutes } from './staff/routes.js';

/** Joins the features: models know nothing of assigning but that it follows an activation. */
export function setUpTerritory(ctx: Context) {
  const dimensions = combineDimensions(ctx.extensions.of(territoryDimension));
  const models = { holdActive: holdActiveModel, contentOf: selectContent };
  const read = {
    modelOf: (modelId: string) => selectModel(ctx.db, modelId),
    modelCalled: async (code: string) => (await selectModels(ctx.db, { code, limit: 1 })).items[0],
    contentOf: (modelId: string) => selectContent(ctx.db, modelId),
  };
  return {
    routes: {
      ...modelRoutes(ctx, reassign),
      ...modelContentRoutes(ctx, dimensions),
      ...assignmentRoutes(ctx),
      ...staffRoutes(ctx),
      ...analysisRoutes(dimensions, read),
      ...explanationRoutes(dimensions, {
        ...read,
        assignmentOf: (subjectId) => selectAssignment(ctx.db, subjectId),
      }),
    },
    handlers: assignmentHandlers(dimensions, models),
    jobs: {},
  };
}
