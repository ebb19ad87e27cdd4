import type { Api, EventContract } from '@quyu/contract-kit';
import type { EventHandler, RouteHandler } from './context.js';
import type { JobHandler, Jobs } from './job.js';

/**
 * The handlers of an API's routes, or of some of them. `T` is the plugin's transaction.
 *
 * @example export type RoutesOf<O extends keyof typeof partnerApi.routes> = RouteHandlers<typeof partnerApi, Tx, O>;
 */
export type RouteHandlers<A extends Api, T, Operation extends keyof A['routes'] = keyof A['routes']> = {
  readonly [O in Operation]: RouteHandler<A['routes'][O], T>;
};

/**
 * The handlers of events. `E` is the union of their contracts, `T` the plugin's transaction.
 *
 * @example function mdfHandlers(ctx: Context): EventHandlers<typeof partnerSalesSummarised, Tx>
 */
export type EventHandlers<E extends EventContract, T> = {
  readonly [Type in E['type']]: EventHandler<Extract<E, { readonly type: Type }>, T>;
};

/** The handlers of jobs. */
export type JobHandlers<J extends Jobs> = { readonly [Kind in keyof J]: JobHandler<J[Kind]> };
