import { defineApi } from '@quyu/contract-kit';
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
import { countAssignments, getAssignment, listAssignments } from './assignments.js';
import { createModelFromDivisions, getDivision, listDivisions } from './divisions.js';
import { explainAssignment, explainSubject } from './explanation.js';
import {
  activateModel,
  addRules,
  addTerritories,
  createModel,
  getModel,
  listModels,
  listRules,
  listTerritories,
} from './models.js';
import { enrolStaff, listStaff } from './staff.js';

export const territoryApi = defineApi({
  service: 'territory',
  title: { en: 'Territory', zh: '区域市场' },
  permissions: {
    'territory:read': 'See territory models, assignments and staff.',
    'territory:write': 'Change territory models and staff.',
    'territory:review': 'Dismiss evidence of diversion.',
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
  },
});
