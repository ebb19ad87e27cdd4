import { defineApi } from '@quyu/contract-kit';
import { activateModel, cancelActivation, scheduleActivation } from './activation.js';
import { countAssignments, getAssignment, listAssignments } from './assignments.js';
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
    tryModel,
  },
});
