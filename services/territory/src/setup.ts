import { assignmentHandlers, reassign } from './assignment/handlers.js';
import { assignmentRoutes } from './assignment/routes.js';
import type { Context } from './context.js';
import { combineDimensions } from './dimensions/dimensions.js';
import { territoryDimension } from './extension-points.js';
import { modelContentRoutes, modelRoutes } from './models/routes.js';
import { holdActiveModel, selectContent } from './models/store.js';
import { coverageJobs } from './coverage/jobs.js';
import { coverageRoutes, outletRoutes } from './coverage/routes.js';
import { diversionJobs } from './diversion/jobs.js';
import { diversionRoutes, grantRoutes, shipmentRoutes } from './diversion/routes.js';
import { orgUnitRoutes } from './org-units/routes.js';
import { keepActiveModel } from './places/active-model.js';
import { placeHandlers } from './places/handlers.js';
import { checkStaffing, staffingJobs } from './staffing/jobs.js';
import { staffingRoutes } from './staffing/routes.js';
import { staffRoutes } from './staff/routes.js';

/** Joins the features: models know nothing of assigning but that it follows an activation. */
export function setUpTerritory(ctx: Context) {
  const dimensions = combineDimensions(ctx.extensions.of(territoryDimension));
  const models = { holdActive: holdActiveModel, contentOf: selectContent };
  const active = keepActiveModel(models);
  return {
    routes: {
      ...modelRoutes(ctx, reassign),
      ...modelContentRoutes(ctx, dimensions),
      ...assignmentRoutes(ctx),
      ...staffRoutes(ctx),
      ...orgUnitRoutes(ctx, checkStaffing),
      ...staffingRoutes(ctx, checkStaffing),
      ...outletRoutes(ctx, dimensions, active),
      ...coverageRoutes(ctx),
      ...grantRoutes(ctx),
      ...shipmentRoutes(ctx, dimensions, active),
      ...diversionRoutes(ctx),
    },
    handlers: { ...assignmentHandlers(dimensions, models), ...placeHandlers },
    jobs: { ...staffingJobs(ctx), ...coverageJobs(ctx, active), ...diversionJobs(ctx, active) },
  };
}
