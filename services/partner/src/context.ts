import type { partnerApi, partnerEnrolled, partnerScreened, reviewDecided } from '@quyu/partner-contracts';
import type { PluginContext, RouteHandler, Tx as HostTx, z } from '@quyu/plugin-kit';
import type { partnerConfig } from './config.js';
import type { PartnerDb } from './db/schema.js';

type Publishes = readonly [typeof partnerEnrolled, typeof partnerScreened, typeof reviewDecided];

export type Context = PluginContext<z.output<typeof partnerConfig>, PartnerDb, Publishes, {}, {}>;
export type Tx = HostTx<PartnerDb, Publishes, {}>;

type ApiRoutes = (typeof partnerApi)['routes'];

/** The handlers of some operations of the API. */
export type RoutesOf<Operation extends keyof ApiRoutes> = {
  readonly [O in Operation]: RouteHandler<ApiRoutes[O], Tx>;
};
