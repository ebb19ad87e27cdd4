import { createTerritory } from './20261123_create_territory.js';
import { findUnits } from './20261126_find_units.js';

export const migrations = {
  '20261123_create_territory': createTerritory,
  '20261126_find_units': findUnits,
};
