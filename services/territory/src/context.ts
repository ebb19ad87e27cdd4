import type { PluginContext, RouteHandlers, Tx as HostTx, z } from '@quyu/plugin-kit';
import type {
  accountAssigned,
  accountUnassigned,
  modelActivated,
  staffEnrolled,
  territoryApi,
} from '@quyu/territory-contracts';
import type { territoryConfig } from './config.js';
import type { TerritoryDb } from './db/schema.js';
import type { territoryJobs } from './jobs.js';

type Publishes = readonly [
  typeof accountAssigned,
  typeof accountUnassigned,
  typeof modelActivated,
  typeof staffEnrolled,
];

export type Context = PluginContext<
  z.output<typeof territoryConfig>,
  TerritoryDb,
  Publishes,
  typeof territoryJobs,
  {}
>;
export type Tx = HostTx<TerritoryDb, Publishes, typeof territoryJobs>;

/** The handlers of some operations of the API. */
export type RoutesOf<O extends keyof (typeof territoryApi)['routes']> = RouteHandlers<
  typeof territoryApi,
  Tx,
  O
>;
