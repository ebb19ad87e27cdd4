import type { partnerApi, partnerEnrolled, partnerScreened, reviewDecided } from '@quyu/partner-contracts';
import type { PluginContext, RouteHandlers, Tx as HostTx, z } from '@quyu/plugin-kit';
import type { partnerConfig } from './config.js';
import type { PartnerDb } from './db/schema.js';

type Publishes = readonly [typeof partnerEnrolled, typeof partnerScreened, typeof reviewDecided];

export type Context = PluginContext<z.output<typeof partnerConfig>, PartnerDb, Publishes, {}, {}>;
export type Tx = HostTx<PartnerDb, Publishes, {}>;

/** The handlers of some operations of the API. */
export type RoutesOf<O extends keyof (typeof partnerApi)['routes']> = RouteHandlers<typeof partnerApi, Tx, O>;
