import { defineApi } from '@quyu/contract-kit';
import { analyseGaps, analyseOverlaps } from './analysis.js';
import { countAssignments, getAssignment, listAssignments } from './assignments.js';
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
    explainAssignment,
    explainSubject,
    analyseOverlaps,
    analyseGaps,
  },
});
