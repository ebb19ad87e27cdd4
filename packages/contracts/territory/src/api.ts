import { defineApi } from '@quyu/contract-kit';
import { getAlignment, listAlignedTerritories, startAlignment } from './alignments.js';
import { countAssignments, getAssignment, listAssignments } from './assignments.js';
import { createModelFromDivisions, getDivision, listDivisions } from './divisions.js';
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
    startAlignment,
    getAlignment,
    listAlignedTerritories,
  },
});
