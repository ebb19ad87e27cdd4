import type {
  actionRecommended,
  feedbackApi,
  observationsRecorded,
  partnerScored,
} from '@quyu/feedback-contracts';
import type { PluginContext, RouteHandlers, Tx as HostTx, z } from '@quyu/plugin-kit';
import type { feedbackCalls } from './calls.js';
import type { feedbackConfig } from './config.js';
import type { FeedbackDb } from './db/schema.js';
import type { FeedbackJobs } from './jobs.js';

type Publishes = readonly [typeof observationsRecorded, typeof partnerScored, typeof actionRecommended];

export type Context = PluginContext<
  z.output<typeof feedbackConfig>,
  FeedbackDb,
  Publishes,
  FeedbackJobs,
  typeof feedbackCalls
>;
export type Tx = HostTx<FeedbackDb, Publishes, FeedbackJobs>;
export type Clients = ReturnType<Context['clients']>;

/** The handlers of some operations of the API. */
export type RoutesOf<O extends keyof (typeof feedbackApi)['routes']> = RouteHandlers<
  typeof feedbackApi,
  Tx,
  O
>;
