import { acceptanceRoutes } from './acceptance/routes.js';
import { alignmentJobs } from './alignment/jobs.js';
import { alignmentRoutes } from './alignment/routes.js';
import { analysisRoutes } from './analysis/routes.js';
import { assignmentHandlers, createAssigner, foresee, takeOver } from './assignment/handlers.js';
import { assignmentRoutes } from './assignment/routes.js';
import { selectAssignment } from './assignment/store.js';
import { attainmentRoutes } from './attainment/routes.js';
import { attractivenessRoutes } from './attractiveness/routes.js';
import { placementRoutes, trialRoutes } from './bulk/routes.js';
import type { Context } from './context.js';
import { coverageJobs } from './coverage/jobs.js';
import { coverageRoutes, outletRoutes } from './coverage/routes.js';
import { combineDimensions, type Dimensions } from './dimensions/dimensions.js';
import { diversionJobs } from './diversion/jobs.js';
import { diversionRoutes, grantRoutes, shipmentRoutes } from './diversion/routes.js';
import { divisionJobs } from './divisions/jobs.js';
import { locate } from './divisions/locate.js';
import { divisionRoutes } from './divisions/routes.js';
import { openShippedDivisions } from './divisions/shipped-divisions.js';
import { explanationRoutes } from './explanation/routes.js';
import { territoryDimension } from './extension-points.js';
import { factHandlers, noteStarts } from './facts/handlers.js';
import { activationJobs } from './models/activation/jobs.js';
import { activationRoutes } from './models/activation/routes.js';
import { differenceRoutes } from './models/differences/routes.js';
import { planningRoutes, ruleEditRoutes, territoryEditRoutes } from './models/editing/routes.js';
import { fillModel } from './models/fill-store.js';
import { modelContentRoutes, modelRoutes } from './models/routes.js';
import { holdActiveModel, insertModel, selectContent, selectModel, selectModels } from './models/store.js';
import { objectiveRoutes } from './objectives/routes.js';
import { orgUnitRoutes } from './org-units/routes.js';
import { conflictRoutes, pinRoutes } from './pins/routes.js';
import { keepActiveModel } from './places/active-model.js';
import { placeHandlers } from './places/handlers.js';
import { previewJobs } from './previews/jobs.js';
import { previewRoutes } from './previews/routes.js';
import { profileRoutes } from './profiles/routes.js';
import { staffRoutes } from './staff/routes.js';
import { checkStaffing, staffingJobs } from './staffing/jobs.js';
import { staffingRoutes } from './staffing/routes.js';
import { divisionRoutes as targetDivisionRoutes, targetRoutes, targetViewRoutes } from './targets/routes.js';

/** What the features ask of models. */
const models = { holdActive: holdActiveModel, modelOf: selectModel, contentOf: selectContent };

/** Joins the features: models know nothing of assigning but that it follows an activation. */
export function setUpTerritory(ctx: Context) {
  const divisions = openShippedDivisions();
  const dimensions = combineDimensions(ctx.extensions.of(territoryDimension), (address) =>
    locate(divisions.names(), address),
  );
  const assigner = createAssigner(models);
  const assigning = { reassign: assigner.reassign, assignmentOf: selectAssignment };
  const field = setUpField(ctx, dimensions);
  return {
    routes: {
      ...planRoutes(ctx, dimensions),
      ...assignmentRoutes(ctx),
      ...pinRoutes(ctx, assigning),
      ...conflictRoutes(ctx, assigning),
      ...explanationsOf(ctx, dimensions),
      ...divisionRoutes(ctx, divisions, insertModel),
      ...alignmentRoutes(ctx, {
        startModel: insertModel,
        cityAdjacency: divisions.cityAdjacency,
        objectionTo: dimensions.objectionTo,
      }),
      ...field.routes,
      ...marketRoutes(ctx),
    },
    handlers: { ...assignmentHandlers(dimensions, assigner, noteStarts), ...placeHandlers, ...factHandlers },
    jobs: {
      ...activationJobs(ctx, takeOver),
      ...previewJobs(ctx, { ...models, foresee }),
      ...divisionJobs(ctx, divisions, fillModel),
      ...alignmentJobs(ctx, { cityAdjacency: divisions.cityAdjacency, fillModel }),
      ...field.jobs,
    },
  };
}

/** How models are planned, compared, looked at beforehand and made the active one. */
function planRoutes(ctx: Context, dimensions: Dimensions) {
  return {
    ...modelRoutes(ctx),
    ...modelContentRoutes(ctx, dimensions),
    ...planningRoutes(ctx),
    ...territoryEditRoutes(),
    ...ruleEditRoutes(dimensions),
    ...differenceRoutes(ctx),
    ...activationRoutes(ctx, takeOver),
    ...previewRoutes(ctx, models.modelOf),
    ...trialRoutes(ctx, models),
    ...placementRoutes(ctx, models, dimensions, keepActiveModel(models)),
  };
}

/** What the rules of a model come to: for an account, and for all that could ever be. */
function explanationsOf({ db }: Context, dimensions: Dimensions) {
  const read = {
    modelOf: (modelId: string) => selectModel(db, modelId),
    modelCalled: async (code: string) =>
      (await selectModels(db, { code, limit: 1, seesPlans: false })).items[0],
    contentOf: (modelId: string) => selectContent(db, modelId),
  };
  const assignmentOf = (subjectId: string) => selectAssignment(db, subjectId);
  return {
    ...explanationRoutes(dimensions, { ...read, assignmentOf }),
    ...analysisRoutes(dimensions, read),
  };
}

/** Who works in the field, and what is found there. */
function setUpField(ctx: Context, dimensions: Dimensions) {
  const active = keepActiveModel(models);
  return {
    routes: {
      ...staffRoutes(ctx),
      ...orgUnitRoutes(ctx, checkStaffing),
      ...staffingRoutes(ctx, checkStaffing),
      ...outletRoutes(ctx, dimensions, active),
      ...coverageRoutes(ctx),
      ...grantRoutes(ctx),
      ...shipmentRoutes(ctx, dimensions, active),
      ...diversionRoutes(ctx),
    },
    jobs: { ...staffingJobs(ctx), ...coverageJobs(ctx, active), ...diversionJobs(ctx, active) },
  };
}

/** What the market is worth, and what is wanted of it. */
function marketRoutes(ctx: Context) {
  return {
    ...profileRoutes(ctx),
    ...attractivenessRoutes(ctx),
    ...objectiveRoutes(ctx),
    ...targetRoutes(ctx),
    ...targetViewRoutes(ctx),
    ...targetDivisionRoutes(ctx),
    ...acceptanceRoutes(ctx),
    ...attainmentRoutes(ctx),
  };
}
