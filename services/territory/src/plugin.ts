import { partnerScored } from '@quyu/feedback-contracts';
import { partnerSalesSummarised } from '@quyu/incentive-contracts';
import { partnerEnrolled } from '@quyu/partner-contracts';
import { defineDb, definePlugin, type Plugin } from '@quyu/plugin-kit';
import {
  accountAssigned,
  accountUnassigned,
  diversionClosed,
  diversionDetected,
  memberPlaced,
  modelActivated,
  orgUnitChanged,
  staffEnrolled,
  staffingResolved,
  staffingViolated,
  targetAccepted,
  targetIssued,
  targetObjected,
  territoryApi,
} from '@quyu/territory-contracts';
import { territoryConfig } from './config.js';
import { audited } from './db/audited.js';
import { migrations } from './db/migrations/index.js';
import type { TerritoryDb } from './db/schema.js';
import { scopes } from './db/scopes.js';
import { territoryDimension } from './extension-points.js';
import { territoryFigures } from './figures.js';
import { territoryJobs } from './jobs.js';
import { setUpTerritory } from './setup.js';

/** Territory models, assignment by their rules, field staff. */
export const territory: Plugin = definePlugin(
  {
    id: 'territory',
    kit: '^1.0.0',
    summary: {
      en: 'Divides the market into territories and assigns accounts to them by rules',
      zh: '区域市场划分与客户分配',
    },
    config: territoryConfig,
    db: defineDb<TerritoryDb>(migrations, { scopes, audited }),
    api: territoryApi,
    publishes: [
      accountAssigned, accountUnassigned, modelActivated, staffEnrolled,
      orgUnitChanged, memberPlaced, staffingViolated, staffingResolved, diversionDetected, diversionClosed,
      targetIssued, targetAccepted, targetObjected,
    ],
    consumes: [partnerEnrolled, modelActivated, partnerSalesSummarised, partnerScored],
    extensionPoints: [territoryDimension],
    jobs: territoryJobs,
    figures: territoryFigures,
  },
  setUpTerritory,
); // prettier-ignore
