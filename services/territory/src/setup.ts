import { alignmentJobs } from './alignment/jobs.js';
import { alignmentRoutes } from './alignment/routes.js';
import { assignmentHandlers, reassign } from './assignment/handlers.js';
import { assignmentRoutes } from './assignment/routes.js';
import type { Context } from './context.js';
import { combineDimensions } from './dimensions/dimensions.js';
import { divisionJobs } from './divisions/jobs.js';
import { locate } from './divisions/locate.js';
import { divisionRoutes } from './divisions/routes.js';
import { openShippedDivisions } from './divisions/shipped-divisions.js';
import { territoryDimension } from './extension-points.js';
import { fillModel } from './models/fill-store.js';
import { modelContentRoutes, modelRoutes } from './models/routes.js';
import { holdActiveModel, insertModel, selectContent } from './models/store.js';
import { staffRoutes } from './staff/routes.js';

/** Joins the features: models know nothing of assigning but that it follows an activation. */
export function setUpTerritory(ctx: Context) {
  const divisions = openShippedDivisions();
  const dimensions = combineDimensions(ctx.extensions.of(territoryDimension), (address) =>
    locate(divisions.names(), address),
  );
  const models = { holdActive: holdActiveModel, contentOf: selectContent };
  return {
    routes: {
      ...modelRoutes(ctx, reassign),
      ...modelContentRoutes(ctx, dimensions),
      ...assignmentRoutes(ctx),
      ...staffRoutes(ctx),
      ...divisionRoutes(ctx, divisions, insertModel),
      ...alignmentRoutes(ctx, {
        startModel: insertModel,
        cityAdjacency: divisions.cityAdjacency,
        objectionTo: dimensions.objectionTo,
      }),
    },
    handlers: assignmentHandlers(dimensions, models),
    jobs: {
      ...divisionJobs(ctx, divisions, fillModel),
      ...alignmentJobs(ctx, { cityAdjacency: divisions.cityAdjacency, fillModel }),
    },
  };
}
