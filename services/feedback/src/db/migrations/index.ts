import type { Migration } from 'kysely/migration';
import { createObservation } from './20261123_create_observation.js';
import { createPartnerQuarter } from './20261123_create_partner_quarter.js';
import { createScorecard } from './20261123_create_scorecard.js';
import { createPartnerTerritory } from './20261126_create_partner_territory.js';

export const migrations: Readonly<Record<string, Migration>> = {
  '20261123_create_observation': createObservation,
  '20261123_create_partner_quarter': createPartnerQuarter,
  '20261123_create_scorecard': createScorecard,
  '20261126_create_partner_territory': createPartnerTerritory,
};
