import { createTerritory } from './20261123_create_territory.js';

export const migrations = { '20261123_create_territory': createTerritory };
