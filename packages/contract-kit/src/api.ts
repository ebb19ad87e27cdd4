import { z } from 'zod';
import { getAuditEntry, listAuditEntries } from './audit-routes.js';
import {
  discardParked,
  getBusLag,
  getPublishedEvent,
  listParked,
  republishEvents,
  retryParked,
} from './bus-operation-routes.js';
import {
  discardDeadLetters,
  getDeadLetter,
  listDeadLetterGroups,
  listDeadLetters,
  replayDeadLetters,
} from './dead-letter-routes.js';
import type { Erased } from './erased.js';
import { type Permission, type Route, defineRoute } from './route.js';

/** The routes of an API by operation name. */
export type Routes = Readonly<Record<string, Route<Erased, Erased, Erased, Erased, Erased>>>;

/** All a service serves, under `/api/<service>/v1`. */
export interface Api<Service extends string = string, R extends Routes = Routes> {
  readonly service: Service;
  readonly title: { readonly en: string; readonly zh: string };
  readonly routes: R;
  /** Each permission its routes name, with what it allows. */
  readonly permissions: Readonly<Record<Permission, string>>;
}

/**
 * Declares a service's API.
 *
 * @throws TypeError when two routes share method and path, or a route names a permission that is not declared.
 * @example
 * export const partnerApi = defineApi({
 *   service: 'partner', title: { en: 'Partner', zh: '渠道伙伴' },
 *   permissions: { 'partner:read': 'See partners.' }, routes: { getPartner },
 * });
 */
export function defineApi<const Service extends string, const R extends Routes>(
  api: Api<Service, R>,
): Api<Service, R> {
  const seen = new Map<string, string>();
  for (const [operation, route] of Object.entries(api.routes)) {
    const address = `${route.method} ${route.path.replaceAll(/:\w+/g, ':')}`;
    const other = seen.get(address);
    if (other) throw new TypeError(`${api.service}: ${operation} and ${other} are both ${address}`);
    seen.set(address, operation);
    if (!(route.permission in api.permissions)) {
      throw new TypeError(
        `${api.service}: ${operation} names the undeclared permission "${route.permission}"`,
      );
    }
    const stray = route.apartFrom?.operations.find((name) => !Object.hasOwn(api.routes, name));
    if (stray !== undefined)
      throw new TypeError(
        `${api.service}: ${operation} is apart from "${stray}", which is no operation of it`,
      );
  }
  return Object.freeze(api);
}

/** The address of a route: `/api/partner/v1/partners/:partnerId`. */
export function pathOf(api: Pick<Api, 'service'>, route: Pick<Route, 'path'>): string {
  return `/api/${api.service}/v1${route.path}`;
}

/** State of a piece of long work. `done` and `total` count its steps. */
export interface JobStatus {
  readonly jobId: string;
  readonly kind: string;
  readonly state: 'queued' | 'running' | 'succeeded' | 'failed';
  readonly done: number;
  readonly total: number;
  readonly result?: unknown;
  readonly error?: string | undefined;
}

/** What a service's bus has done, and what is still under way. */
export interface BusStatus {
  readonly published: number;
  readonly handled: number;
  /** Events committed but not yet accepted by the broker. */
  readonly outbox: number;
  readonly parked: number;
  /** Events addressed to this service that it has not finished. */
  readonly pending: number;
  /** Long work that is queued or running. */
  readonly jobs: number;
  readonly deadLetters: number;
}

const jobStatus: z.ZodType<JobStatus> = z.object({
  jobId: z.string(),
  kind: z.string(),
  state: z.enum(['queued', 'running', 'succeeded', 'failed']),
  done: z.int(),
  total: z.int(),
  result: z.unknown().optional(),
  error: z.string().optional(),
});

const busStatus: z.ZodType<BusStatus> = z.object({
  published: z.int(),
  handled: z.int(),
  outbox: z.int(),
  parked: z.int(),
  pending: z.int(),
  jobs: z.int(),
  deadLetters: z.int(),
});

const getJob = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/jobs/:jobId',
  permission: 'platform:read',
  summary: { en: 'Progress and result of long work', zh: '长任务的进度与结果' },
  params: z.strictObject({ jobId: z.uuid() }),
  answer: jobStatus,
});

const getBusStatus = defineRoute({
  kind: 'read',
  method: 'GET',
  path: '/bus',
  permission: 'platform:read',
  summary: {
    en: 'What the service has published and handled, and what is still under way',
    zh: '服务的事件收发状态',
  },
  answer: busStatus,
});

const platformRoutes = {
  getJob,
  getBusStatus,
  getBusLag,
  listDeadLetters,
  getDeadLetter,
  listDeadLetterGroups,
  replayDeadLetters,
  discardDeadLetters,
  listParked,
  retryParked,
  discardParked,
  getPublishedEvent,
  republishEvents,
  listAuditEntries,
  getAuditEntry,
};

/** Routes every service has, whatever it does: the host serves them. */
export type PlatformRoutes = Readonly<typeof platformRoutes>;

/**
 * The API that the host adds to every service.
 *
 * @example createClient(platformApi('partner'), options).getBusStatus({})
 */
export function platformApi<const Service extends string>(service: Service): Api<Service, PlatformRoutes> {
  return defineApi({
    service,
    title: { en: `${service} (platform)`, zh: `${service}（平台）` },
    permissions: {
      'platform:read': 'See the state of jobs and of the bus.',
      'platform:operate': 'Replay, discard and republish events.',
      'platform:audit': 'Read the audit log.',
    },
    routes: platformRoutes,
  });
}

/** The body of an answer to long work that was accepted: poll `/jobs/{jobId}`. */
export const jobAcceptedSchema: z.ZodType<{ readonly jobId: string }> = z.object({ jobId: z.string() });
