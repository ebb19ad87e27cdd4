import { platformErrors } from '@quyu/contract-kit';
import type { Caller } from '@quyu/plugin-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { accessOf, isGranted } from './access.js';
import type { Authenticate } from './authenticate.js';
import { ALWAYS_ANSWERED } from './limits/always-answered.js';
import { type RateLimits, isCallersFault } from './limits/rate-limits.js';

/** Where the permission that a route needs stands in Fastify's route options. */
export interface RouteConfig {
  readonly permission?: string;
}

declare module 'fastify' {
  interface FastifyContextConfig extends RouteConfig {}
}

/** Name under which the authenticated caller is kept on a request. */
const CALLER = 'caller';

/**
 * Puts the check of the caller in front of every route of the server, whoever adds it: the one place that decides who
 * may do what. A route that names no permission and is not an open address cannot be added at all.
 */
export function authoriseEveryRoute(
  server: FastifyInstance,
  authenticate: Authenticate,
  limits?: RateLimits,
): void {
  server.decorateRequest(CALLER, null);
  server.addHook('onRoute', (route) => {
    const access = accessOf(route.url, permissionIn(route.config));
    const first = access.open
      ? limiterOf(route.url, limits)
      : [authoriser(access.permission, authenticate, limits)];
    route.onRequest = [...first, ...[route.onRequest ?? []].flat()];
  });
}

function permissionIn(config: unknown): unknown {
  return typeof config === 'object' && config !== null && 'permission' in config
    ? config.permission
    : undefined;
}

/** The caller of a request that has passed the check. */
export function callerOf(request: FastifyRequest): Caller {
  return request.getDecorator<Caller>(CALLER);
}

/** What is open is counted by the address of who asks for it. */
function limiterOf(url: string, limits: RateLimits | undefined): onRequestAsyncHookHandler[] {
  return limits && !ALWAYS_ANSWERED.has(url) ? [limits.countAddress] : [];
}

/** Finds out who asks, then whether it may ask so often, then whether it may ask for this. */
function authoriser(
  permission: string,
  authenticate: Authenticate,
  limits: RateLimits | undefined,
): onRequestAsyncHookHandler {
  return async (request, reply) => {
    const caller = await identify(request, reply, authenticate, limits);
    request.setDecorator(CALLER, caller);
    await limits?.countCaller(request, reply);
    refuseUnless(caller, permission, reply);
  };
}

async function identify(
  request: FastifyRequest,
  reply: FastifyReply,
  authenticate: Authenticate,
  limits: RateLimits | undefined,
): Promise<Caller> {
  try {
    return await authenticate(request.headers.authorization, () => limits?.checkAddress(request, reply));
  } catch (error) {
    if (isCallersFault(error)) await limits?.countAddress(request, reply);
    throw error;
  }
}

function refuseUnless({ permissions }: Caller, permission: string, reply: FastifyReply): void {
  if (isGranted(permissions, permission)) return;
  reply.header('www-authenticate', `Bearer realm="quyu", error="insufficient_scope", scope="${permission}"`);
  throw platformErrors.FORBIDDEN({ detail: `the permission "${permission}" is needed` });
}
