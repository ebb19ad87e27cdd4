import { assignmentHandlers, reassign } from './assignment/handlers.js';
import { assignmentRoutes } from './assignment/routes.js';
import { selectAssignment } from './assignment/store.js';
import type { Context } from './context.js';
import { combineDimensions } from './dimensions/dimensions.js';
import { divisionJobs } from './divisions/jobs.js';
import { locate } from './divisions/locate.js';
import { divisionRoutes } from './divisions/routes.js';
import { openShippedDivisions } from './divisions/shipped-divisions.js';
import { explanationRoutes } from './explanation/routes.js';
import { territoryDimension } from './extension-points.js';
import { fillModel } from './models/fill-store.js';
import { modelContentRoutes, modelRoutes } from './models/routes.js';
import { holdActiveModel, insertModel, selectContent, selectModel, selectModels } from './models/store.js';
import { coverageJobs } from './coverage/jobs.js';
import { coverageRoutes, outletRoutes } from './coverage/routes.js';
import { grantRoutes, shipmentRoutes } from './diversion/intake-routes.js';
import { diversionJobs } from './diversion/jobs.js';
import { diversionRoutes } from './diversion/routes.js';
import { orgUnitRoutes } from './org-units/routes.js';
import { keepActiveModel } from './places/active-model.js';
import { placeHandlers } from './places/handlers.js';
import { checkStaffing, staffingJobs } from './staffing/jobs.js';
import { staffingRoutes } from './staffing/routes.js';
import { staffRoutes } from './staff/routes.js';

/** Joins the features: models know nothing of assigning but that it follows an activation. */
export function setUpTerritory(ctx: Context) {
  const divisions = openShippedDivisions();
  const dimensions = combineDimensions(ctx.extensions.of(territoryDimension), (address) =>
    locate(divisions.names(), address),
  );
  const models = { holdActive: holdActiveModel, contentOf: selectContent };
  const read = {
    modelOf: (modelId: string) => selectModel(ctx.db, modelId),
    modelCalled: async (code: string) => (await selectModels(ctx.db, { code, limit: 1 })).items[0],
    contentOf: (modelId: string) => selectContent(ctx.db, modelId),
  };
  const active = keepActiveModel(models);
  return {
    routes: {
      ...modelRoutes(ctx, reassign),
      ...modelContentRoutes(ctx, dimensions),
      ...assignmentRoutes(ctx),
      ...staffRoutes(ctx),
      ...divisionRoutes(ctx, divisions, insertModel),
      ...explanationRoutes(dimensions, {
        ...read,
        assignmentOf: (subjectId) => selectAssignment(ctx.db, subjectId),
      }),
      ...orgUnitRoutes(ctx, checkStaffing),
      ...staffingRoutes(ctx, checkStaffing),
      ...outletRoutes(ctx, dimensions, active),
      ...coverageRoutes(ctx),
      ...grantRoutes(ctx),
      ...shipmentRoutes(ctx, dimensions, active),
      ...diversionRoutes(ctx),
    },
    handlers: { ...assignmentHandlers(dimensions, models), ...placeHandlers },
    jobs: {
      ...divisionJobs(ctx, divisions, fillModel),
      ...staffingJobs(ctx),
      ...coverageJobs(ctx, active),
      ...diversionJobs(ctx, active),
    },
  };
}
