import { createTerritory } from './20261123_create_territory.js';
import { findUnits } from './20261126_find_units.js';
import { alignTerritories } from './20261127_align_territories.js';

export const migrations = {
  '20261123_create_territory': createTerritory,
  '20261126_find_units': findUnits,
  '20261127_align_territories': alignTerritories,
};
