import { assignmentHandlers, createAssigner, foresee, takeOver } from './assignment/handlers.js';
import { assignmentRoutes } from './assignment/routes.js';
import { selectAssignment } from './assignment/store.js';
import { trialRoutes } from './bulk/routes.js';
import type { Context } from './context.js';
import { combineDimensions } from './dimensions/dimensions.js';
import { territoryDimension } from './extension-points.js';
import { activationJobs } from './models/activation/jobs.js';
import { activationRoutes } from './models/activation/routes.js';
import { differenceRoutes } from './models/differences/routes.js';
import { planningRoutes, ruleEditRoutes, territoryEditRoutes } from './models/editing/routes.js';
import { modelContentRoutes, modelRoutes } from './models/routes.js';
import { holdActiveModel, selectContent, selectModel } from './models/store.js';
import { conflictRoutes, pinRoutes } from './pins/routes.js';
import { salesHandlers } from './previews/handlers.js';
import { previewJobs } from './previews/jobs.js';
import { previewRoutes } from './previews/routes.js';
import { staffRoutes } from './staff/routes.js';

/** Joins the features: models know nothing of assigning but that it follows an activation. */
export function setUpTerritory(ctx: Context) {
  const dimensions = combineDimensions(ctx.extensions.of(territoryDimension));
  const models = { holdActive: holdActiveModel, modelOf: selectModel, contentOf: selectContent };
  const assigner = createAssigner(models);
  const assigning = { reassign: assigner.reassign, assignmentOf: selectAssignment };
  return {
    routes: {
      ...modelRoutes(ctx),
      ...modelContentRoutes(ctx, dimensions),
      ...planningRoutes(ctx),
      ...territoryEditRoutes(),
      ...ruleEditRoutes(dimensions),
      ...differenceRoutes(ctx),
      ...activationRoutes(ctx, takeOver),
      ...assignmentRoutes(ctx),
      ...pinRoutes(ctx, assigning),
      ...conflictRoutes(ctx, assigning),
      ...previewRoutes(ctx, models.modelOf),
      ...trialRoutes(ctx, models),
      ...staffRoutes(ctx),
    },
    handlers: { ...assignmentHandlers(dimensions, assigner), ...salesHandlers },
    jobs: { ...activationJobs(ctx, takeOver), ...previewJobs(ctx, { ...models, foresee }) },
  };
}
