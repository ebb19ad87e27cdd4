import { partnerScored } from '@quyu/feedback-contracts';
import { partnerApi, partnerEnrolled, partnerScreened, reviewDecided } from '@quyu/partner-contracts';
import { defineDb, definePlugin, type Plugin } from '@quyu/plugin-kit';
import { accountAssigned, accountUnassigned } from '@quyu/territory-contracts';
import { partnerConfig } from './config.js';
import { audited } from './db/audited.js';
import { migrations } from './db/migrations/index.js';
import type { PartnerDb } from './db/schema.js';
import { scopes } from './db/scopes.js';
import { screeningCheck } from './extension-points.js';
import { partnerFigures } from './figures.js';
import { setUpPartner } from './setup.js';

/** Channel partners: enrolment, screening, standing. */
export const partner: Plugin = definePlugin(
  {
    id: 'partner',
    kit: '^1.0.0',
    summary: { en: 'Enrols and screens channel partners', zh: '渠道伙伴登记与筛选' },
    config: partnerConfig,
    db: defineDb<PartnerDb>(migrations, { scopes, audited }),
    api: partnerApi,
    publishes: [partnerEnrolled, partnerScreened, reviewDecided],
    consumes: [accountAssigned, accountUnassigned, partnerScored],
    extensionPoints: [screeningCheck],
    figures: partnerFigures,
  },
  setUpPartner,
);
