import { partnerSalesSummarised } from '@quyu/incentive-contracts';
import { campaignPlanned, marketingApi, mdfAccrued } from '@quyu/marketing-contracts';
import { defineDb, definePlugin, type Plugin } from '@quyu/plugin-kit';
import { accountAssigned, accountUnassigned } from '@quyu/territory-contracts';
import { campaignRoutes } from './campaigns/routes.js';
import { countCampaigns } from './campaigns/store.js';
import { marketingConfig } from './config.js';
import { audited } from './db/audited.js';
import { migrations } from './db/migrations/index.js';
import { scopes } from './db/scopes.js';
import type { MarketingDb } from './db/schema.js';
import { extensionPoints } from './extension-points.js';
import { marketingFigures } from './figures.js';
import { marketingJobs } from './jobs.js';
import { mdfHandlers } from './mdf/handlers.js';
import { mdfJobs } from './mdf/jobs.js';
import { mdfRoutes } from './mdf/routes.js';
import { placeHandlers } from './places/handlers.js';

export const marketing: Plugin = definePlugin(
  {
    id: 'marketing',
    kit: '^1.0.0',
    summary: { en: 'Campaigns and market development funds', zh: '市场活动与市场费用基金' },
    config: marketingConfig,
    db: defineDb<MarketingDb>(migrations, { scopes, audited }),
    api: marketingApi,
    publishes: [campaignPlanned, mdfAccrued],
    consumes: [partnerSalesSummarised, accountAssigned, accountUnassigned],
    extensionPoints,
    jobs: marketingJobs,
    figures: marketingFigures,
  },
  (ctx) => ({
    routes: { ...campaignRoutes(ctx), ...mdfRoutes(ctx, { countCampaigns }) },
    handlers: { ...mdfHandlers(ctx), ...placeHandlers },
    jobs: mdfJobs(ctx),
  }),
);
