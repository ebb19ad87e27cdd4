import { acceptanceRoutes } from './acceptance/routes.js';
import { assignmentHandlers, reassign } from './assignment/handlers.js';
import { assignmentRoutes } from './assignment/routes.js';
import { attainmentRoutes } from './attainment/routes.js';
import { attractivenessRoutes } from './attractiveness/routes.js';
import type { Context } from './context.js';
import { combineDimensions } from './dimensions/dimensions.js';
import { territoryDimension } from './extension-points.js';
import { factHandlers, noteStarts } from './facts/handlers.js';
import { modelContentRoutes, modelRoutes } from './models/routes.js';
import { holdActiveModel, selectContent } from './models/store.js';
import { objectiveRoutes } from './objectives/routes.js';
import { profileRoutes } from './profiles/routes.js';
import { staffRoutes } from './staff/routes.js';
import { divisionRoutes, targetRoutes, targetViewRoutes } from './targets/routes.js';

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
      ...divisionRoutes(ctx),
      ...acceptanceRoutes(ctx),
      ...attainmentRoutes(ctx),
    },
    handlers: { ...assignmentHandlers(dimensions, models, noteStarts), ...factHandlers },
    jobs: {},
  };
}
