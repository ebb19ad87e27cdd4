import { defineApi } from '@quyu/contract-kit';
import { analyseGaps, analyseOverlaps } from './analysis.js';
import { getAlignment, listAlignedTerritories, startAlignment } from './alignments.js';
import { countAssignments, getAssignment, listAssignments } from './assignments.js';
import { explainAssignment, explainSubject } from './explanation.js';
import {
  coverageTrend,
  explainCoverage,
  listCoverage,
  listCoverageOutlets,
  listOutlets,
  observeOutlets,
  registerOutlets,
} from './coverage.js';
import {
  dismissDiversion,
  getDiversion,
  getDiversionRule,
  listDiversionCases,
  listDiversions,
  putDiversionRule,
} from './diversion.js';
import { grantPartners, listPartnerGrants } from './grants.js';
import { enrolOrgUnits, getOrgUnit, listMembers, listOrgUnits, placeMembers } from './org-units.js';
import { listShipments, recordShipments } from './shipments.js';
import { listStaffingRules, listStaffingViolations, putStaffingRule } from './staffing.js';
import { getAttractivenessPolicy, putAttractivenessPolicy, rankTerritories } from './attractiveness.js';
import { createModelFromDivisions, getDivision, listDivisions } from './divisions.js';
import { activateModel, cancelActivation, scheduleActivation } from './activation.js';
import { listDifferences } from './model-differences.js';
import {
  cloneModel,
  discardModel,
  putRule,
  removeRule,
  removeTerritory,
  updateModel,
  updateTerritory,
} from './model-editing.js';
import {
  addRules,
  addTerritories,
  createModel,
  getModel,
  listModels,
  listRules,
  listTerritories,
} from './models.js';
import { placeSubjectFile, placeSubjects } from './placements.js';
import { changeObjective, getObjective, listObjectives, setObjective } from './objectives.js';
import { addProfile, addProfiles, correctProfile, listProfiles, listProfileVersions } from './profiles.js';
import { acceptTarget, listTargetNodes, listTargetRounds, objectToTarget } from './target-nodes.js';
import {
  adjustTarget,
  cascadeTarget,
  draftTarget,
  getTarget,
  issueTarget,
  listAttainment,
  listTargets,
} from './targets.js';
import { listConflicts, listPins, putPin, removePin, settleConflict } from './pins.js';
import { getPreview, listPreviewChanges, listPreviews, startPreview } from './previews.js';
import { enrolStaff, listStaff } from './staff.js';
import { tryModel } from './trials.js';

export const territoryApi = defineApi({
  service: 'territory',
  title: { en: 'Territory', zh: '区域市场' },
  permissions: {
    'territory:read': 'See territory models, assignments and staff.',
    'territory:write': 'Change territory models and staff.',
    'territory:review': 'Dismiss evidence of diversion.',
    'territory:profile': 'Record market profiles and set the weights of attractiveness.',
    'territory:objective': 'Set market objectives.',
    'territory:target': 'Draft, divide, adjust and issue targets.',
    'territory:accept': 'Accept targets or object to them.',
  },
  routes: {
    createModel,
    listModels,
    getModel,
    addTerritories,
    listTerritories,
    addRules,
    listRules,
    activateModel,
    listAssignments,
    getAssignment,
    countAssignments,
    enrolStaff,
    listStaff,
    listDivisions,
    getDivision,
    createModelFromDivisions,
    explainAssignment,
    explainSubject,
    enrolOrgUnits,
    listOrgUnits,
    getOrgUnit,
    placeMembers,
    listMembers,
    putStaffingRule,
    listStaffingRules,
    listStaffingViolations,
    registerOutlets,
    listOutlets,
    observeOutlets,
    listCoverage,
    explainCoverage,
    listCoverageOutlets,
    coverageTrend,
    grantPartners,
    listPartnerGrants,
    recordShipments,
    listShipments,
    listDiversions,
    getDiversion,
    dismissDiversion,
    listDiversionCases,
    putDiversionRule,
    getDiversionRule,
    addProfile,
    addProfiles,
    correctProfile,
    listProfiles,
    listProfileVersions,
    putAttractivenessPolicy,
    getAttractivenessPolicy,
    rankTerritories,
    setObjective,
    changeObjective,
    getObjective,
    listObjectives,
    draftTarget,
    listTargets,
    getTarget,
    cascadeTarget,
    adjustTarget,
    issueTarget,
    listAttainment,
    listTargetNodes,
    acceptTarget,
    objectToTarget,
    listTargetRounds,
    cloneModel,
    updateModel,
    discardModel,
    updateTerritory,
    removeTerritory,
    putRule,
    removeRule,
    listDifferences,
    scheduleActivation,
    cancelActivation,
    putPin,
    removePin,
    listPins,
    listConflicts,
    settleConflict,
    startPreview,
    getPreview,
    listPreviews,
    listPreviewChanges,
    analyseOverlaps,
    analyseGaps,
    startAlignment,
    getAlignment,
    listAlignedTerritories,
    tryModel,
    placeSubjects,
    placeSubjectFile,
  },
});
