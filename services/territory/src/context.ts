import type { PluginContext, RouteHandlers, Tx as HostTx, z } from '@quyu/plugin-kit';
import type {
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
  territoryApi,
} from '@quyu/territory-contracts';
import type { territoryConfig } from './config.js';
import type { TerritoryDb } from './db/schema.js';
import type { TerritoryJobs } from './jobs.js';

type Publishes = readonly [
  typeof accountAssigned,
  typeof accountUnassigned,
  typeof modelActivated,
  typeof staffEnrolled,
  typeof orgUnitChanged,
  typeof memberPlaced,
  typeof staffingViolated,
  typeof staffingResolved,
  typeof diversionDetected,
  typeof diversionClosed,
];

export type Context = PluginContext<
  z.output<typeof territoryConfig>,
  TerritoryDb,
  Publishes,
  TerritoryJobs,
  {}
>;
export type Tx = HostTx<TerritoryDb, Publishes, TerritoryJobs>;

/** The handlers of some operations of the API. */
export type RoutesOf<O extends keyof (typeof territoryApi)['routes']> = RouteHandlers<
  typeof territoryApi,
  Tx,
  O
>;
