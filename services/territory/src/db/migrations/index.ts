import { createTerritory } from './20261123_create_territory.js';
import { findUnits } from './20261126_find_units.js';
import { createField } from './20261127_create_field.js';
import { shipStaffingRules } from './20261127_ship_staffing_rules.js';
import { planMarket } from './20261127_plan_market.js';
import { planModels } from './20261127_plan_models.js';
import { alignTerritories } from './20261127_align_territories.js';

export const migrations = {
  '20261123_create_territory': createTerritory,
  '20261126_find_units': findUnits,
  '20261127_create_field': createField,
  '20261127_ship_staffing_rules': shipStaffingRules,
  '20261127_plan_market': planMarket,
  '20261127_plan_models': planModels,
  '20261127_align_territories': alignTerritories,
};
