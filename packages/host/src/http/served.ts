import type { Api, BusStatus, JobStatus, Route } from '@quyu/contract-kit';
import type { PluginSpec, RouteRequest, Tx } from '@quyu/plugin-kit';
import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { AuditLog } from '../audit/audit-log.js';
import type { BusOperations } from '../bus/index.js';
import type { Transactor } from '../database/transactor.js';

/** A route's handler with its types gone. What it gives back depends on the kind of route. */
// oxlint-disable-next-line typescript/no-explicit-any -- the types are gone on purpose
export type AnyRouteHandler = (request: RouteRequest<any, any, any>, tx?: Tx) => unknown;

/** A service as the HTTP layer sees it. */
export interface ServedService {
  readonly spec: PluginSpec;
  readonly routes: Readonly<Record<string, AnyRouteHandler>>;
  /** Absent when the service has no database; it then has no `write` routes. */
  readonly transactor: Transactor | undefined;
  /** Throws a problem while no more changes can be taken. */
  admitChange(): void;
  jobStatus(jobId: string): Promise<JobStatus | undefined>;
  busStatus(): Promise<BusStatus>;
  /** @throws Problem NOT_FOUND when the service has no bus, UNAVAILABLE while it starts. */
  busOperations(): BusOperations;
  /** Absent when the service has no database. */
  readonly auditLog: AuditLog | undefined;
}

/** One route on its way into the server. */
export interface ServedRoute {
  readonly service: ServedService;
  readonly api: Api;
  /** `<service>.<operation>`. */
  readonly operation: string;
  readonly route: Route;
  readonly handler: AnyRouteHandler;
}

/** What serving a route takes besides the route. */
export interface ServeOptions {
  /** Whether answers are checked against their contracts: for development and tests. */
  readonly checkAnswers: boolean;
  /** How long a request that does not stream may take, in milliseconds. */
  readonly requestTimeoutMs: number;
  readonly log: Logger;
}

/** What a route's work came to. */
export interface Outcome {
  readonly body: unknown;
  /** Whether an earlier request with the same idempotency key got this answer first. */
  readonly replayed: boolean;
}

/**
 * Does a route's work for one request whose caller and input have passed.
 *
 * @param isGivenUp whether the caller has been told meanwhile that the request was given up.
 */
export type Perform = (
  input: RouteRequest,
  request: FastifyRequest,
  isGivenUp: () => boolean,
) => Promise<Outcome>;
