import type {
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
  disputeDecided,
  disputeOpened,
} from '@quyu/incentive-contracts';
import type { PluginContext, RouteHandlers, Tx as HostTx, z } from '@quyu/plugin-kit';
import type { incentiveConfig } from './config.js';
import type { IncentiveDb } from './db/schema.js';
import type { incentiveJobs } from './jobs.js';

type Publishes = readonly [
  typeof salesImported,
  typeof partnerSalesSummarised,

  typeof runCompleted,
  typeof runApproved,
  typeof periodLocked,
  typeof earningsPosted,

  typeof accountAdjusted,
  typeof payoutBatchPaid,
  typeof redeemed,
  typeof redemptionReversed,

  typeof costCeilingExceeded,

  typeof disputeOpened,
  typeof disputeDecided,
];

export type Context = PluginContext<
  z.output<typeof incentiveConfig>,
  IncentiveDb,
  Publishes,
  typeof incentiveJobs,
  {}
>;
export type Tx = HostTx<IncentiveDb, Publishes, typeof incentiveJobs>;

/** The handlers of some operations of the API. */
export type RoutesOf<O extends keyof (typeof incentiveApi)['routes']> = RouteHandlers<
  typeof incentiveApi,
  Tx,
  O
>;
