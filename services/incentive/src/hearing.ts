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
  costCeilingExceeded,
  disputeDecided,
  disputeOpened,
  redemptionReversed,
  salesLinesRecordedOf,
} from '@quyu/incentive-contracts';
import { partnerScored } from '@quyu/feedback-contracts';
import { partnerEnrolled, partnerScreened, reviewDecided } from '@quyu/partner-contracts';
import { anyOrder, defineDb, definePlugin, type Plugin } from '@quyu/plugin-kit';
import {
  accountAssigned,
  accountUnassigned,
  diversionClosed,
  diversionDetected,
  memberPlaced,
  orgUnitChanged,
  staffEnrolled,
  targetAccepted,
  targetObjected,
} from '@quyu/territory-contracts';
import { incentiveConfig } from './config.js';
import { audited } from './db/audited.js';
import { migrations } from './db/migrations/index.js';
import type { IncentiveDb } from './db/schema.js';
import { scopes } from './db/scopes.js';
import { incentiveComponent } from './extension-points.js';
import { incentiveJobs } from './jobs.js';
import { setUpIncentive } from './setup.js';

const CONSUMES = [
  partnerEnrolled,
  partnerScreened,
  reviewDecided,

  accountAssigned,
  accountUnassigned,
  staffEnrolled,
  orgUnitChanged,
  memberPlaced,

  targetAccepted,
  targetObjected,
  diversionDetected,
  diversionClosed,

  partnerScored,
] as const;

/**
 * The incentive service, which takes sales lines from services of the deployment too: each publishes what `salesLinesRecordedOf` makes for its id.
 *
 * @param services their ids. They must be in the deployment, or have their stream on its broker.
 * @example defineConfig({ plugins: [territory, partner, incentiveHearing(['erp']), erp] })
 */
export function incentiveHearing(services: readonly string[]): Plugin {
  // The lines of an order stand for themselves, and a return waits for its sale.
  const heard = services.map((service) => salesLinesRecordedOf(service));
  return definePlugin(
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

        disputeOpened,
        disputeDecided,
      ],
      consumes: [...CONSUMES, ...heard.map(anyOrder)],
      extensionPoints: [incentiveComponent],
      jobs: incentiveJobs,
    },
    (ctx) => setUpIncentive(ctx, heard),
  );
}
