import { assignmentHandlers, reassign } from './assignment/handlers.js';
import { assignmentRoutes } from './assignment/routes.js';
import type { Context } from './context.js';
import { combineDimensions } from './dimensions/dimensions.js';
import { territoryDimension } from './extension-points.js';
import { factHandlers, noteStarts } from './facts/handlers.js';
import { modelContentRoutes, modelRoutes } from './models/routes.js';
import { holdActiveModel, selectContent } from './models/store.js';
import { objectiveRoutes } from './objectives/routes.js';
import { attractivenessRoutes } from './profiles/attractiveness-routes.js';
import { profileRoutes } from './profiles/routes.js';
import { staffRoutes } from './staff/routes.js';
import { targetNodeRoutes } from './targets/node-routes.js';
import { targetRoutes, targetViewRoutes } from './targets/routes.js';

/** Joins the features: models know nothing of assigning but that it follows an activation. */
export function setUpTerritory(ctx: Context) {
  const dimensions = combineDimensions(ctx.extensions.of(territoryDimension));
  const models = { holdActive: holdActiveModel, contentOf: selectContent };
  return {
    routes: {
      ...modelRoutes(ctx, reassign),
      ...modelContentRoutes(ctx, dimensions),
      ...assignmentRoutes(ctx),
      ...staffRoutes(ctx),
      ...profileRoutes(ctx),
      ...attractivenessRoutes(ctx),
      ...objectiveRoutes(ctx),
      ...targetRoutes(ctx),
      ...targetViewRoutes(ctx),
      ...targetNodeRoutes(ctx),
    },
    handlers: { ...assignmentHandlers(dimensions, models, noteStarts), ...factHandlers },
    jobs: {},
  };
}
