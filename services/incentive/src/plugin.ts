import {
  incentiveApi,
  earningsPosted,
  partnerSalesSummarised,
  periodLocked,
  runApproved,
  runCompleted,
  salesImported,
  accountAdjusted,
  payoutBatchPaid,
  redeemed,
  redemptionReversed,
  costCeilingExceeded,
} from '@quyu/incentive-contracts';
import { partnerEnrolled } from '@quyu/partner-contracts';
import { defineDb, definePlugin, type Plugin } from '@quyu/plugin-kit';
import {
  accountAssigned,
  accountUnassigned,
  memberPlaced,
  orgUnitChanged,
  staffEnrolled,
} from '@quyu/territory-contracts';
import { incentiveConfig } from './config.js';
import { audited } from './db/audited.js';
import { migrations } from './db/migrations/index.js';
import type { IncentiveDb } from './db/schema.js';
import { scopes } from './db/scopes.js';
import { incentiveComponent } from './extension-points.js';
import { incentiveJobs } from './jobs.js';
import { setUpIncentive } from './setup.js';

/** The sales ledger, what is earned on it, and why. */
export const incentive: Plugin = definePlugin(
  {
    id: 'incentive',
    kit: '^1.0.0',
    summary: {
      en: 'Keeps the sales ledger and calculates what partners and salespeople earn by plans',
      zh: '销售台账与渠道激励计算',
    },
    config: incentiveConfig,
    db: defineDb<IncentiveDb>(migrations, { scopes, audited }),
    api: incentiveApi,
    publishes: [
      salesImported,
      partnerSalesSummarised,

      runCompleted,
      runApproved,
      periodLocked,
      earningsPosted,

      accountAdjusted,
      payoutBatchPaid,
      redeemed,
      redemptionReversed,

      costCeilingExceeded,
    ],
    consumes: [
      partnerEnrolled,
      accountAssigned,
      accountUnassigned,
      staffEnrolled,
      orgUnitChanged,
      memberPlaced,
    ],
    extensionPoints: [incentiveComponent],
    jobs: incentiveJobs,
  },
  setUpIncentive,
);
