import type { Migration } from 'kysely/migration';
import { createCampaign } from './20261123_create_campaign.js';
import { createMdf } from './20261123_create_mdf.js';
import { createPartnerTerritory } from './20261126_create_partner_territory.js';

export const migrations: Readonly<Record<string, Migration>> = {
  '20261123_create_campaign': createCampaign,
  '20261123_create_mdf': createMdf,
  '20261126_create_partner_territory': createPartnerTerritory,
};
