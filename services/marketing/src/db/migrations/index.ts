import type { Migration } from 'kysely/migration';
import { createCampaign } from './20261123_create_campaign.js';
import { createMdf } from './20261123_create_mdf.js';

export const migrations: Readonly<Record<string, Migration>> = {
  '20261123_create_campaign': createCampaign,
  '20261123_create_mdf': createMdf,
};
