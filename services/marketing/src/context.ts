import type { campaignPlanned, marketingApi, mdfAccrued } from '@quyu/marketing-contracts';
import type { PluginContext, RouteHandlers, Tx as HostTx, z } from '@quyu/plugin-kit';
import type { marketingConfig } from './config.js';
import type { MarketingDb } from './db/schema.js';
import type { MarketingJobs } from './jobs.js';

type Publishes = readonly [typeof campaignPlanned, typeof mdfAccrued];

export type Context = PluginContext<
  z.output<typeof marketingConfig>,
  MarketingDb,
  Publishes,
  MarketingJobs,
  {}
>;
export type Tx = HostTx<MarketingDb, Publishes, MarketingJobs>;

/** The handlers of some operations of the API. */
export type RoutesOf<O extends keyof (typeof marketingApi)['routes']> = RouteHandlers<
  typeof marketingApi,
  Tx,
  O
>;
