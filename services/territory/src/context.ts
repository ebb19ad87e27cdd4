import type { PluginContext, RouteHandlers, Tx as HostTx, z } from '@quyu/plugin-kit';
import type {
  accountAssigned,
  accountUnassigned,
  modelActivated,
  staffEnrolled,
  targetAccepted,
  targetIssued,
  targetObjected,
  territoryApi,
} from '@quyu/territory-contracts';
import type { territoryConfig } from './config.js';
import type { TerritoryDb } from './db/schema.js';

type Publishes = readonly [
  typeof accountAssigned,
  typeof accountUnassigned,
  typeof modelActivated,
  typeof staffEnrolled,
  typeof targetIssued,
  typeof targetAccepted,
  typeof targetObjected,
];

export type Context = PluginContext<z.output<typeof territoryConfig>, TerritoryDb, Publishes, {}, {}>;
export type Tx = HostTx<TerritoryDb, Publishes, {}>;

/** The handlers of some operations of the API. */
export type RoutesOf<O extends keyof (typeof territoryApi)['routes']> = RouteHandlers<
  typeof territoryApi,
  Tx,
  O
>;
