import { Problem, platformErrors } from '@quyu/contract-kit';
import type { Caller } from '@quyu/plugin-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import { accessOf, isGranted } from './access.js';
import type { Authenticate } from './authenticate.js';
import { ALWAYS_ANSWERED } from './limits/always-answered.js';
import type { RateLimits } from './limits/rate-limits.js';

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
  limits: RateLimits,
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
function limiterOf(url: string, limits: RateLimits): onRequestHookHandler[] {
  return ALWAYS_ANSWERED.has(url) ? [] : [limitAddress(limits)];
}

/** Counts whoever comes to it by the address. */
export function limitAddress(limits: RateLimits): onRequestHookHandler {
  return (request, reply, done) => done(thrownBy(() => limits.countAddress(request.ip, reply)));
}

/**
 * Finds out who asks, then whether it may ask so often, then whether it may ask for this. A token that was verified a moment
 * ago is answered for at once, without waiting for a promise.
 */
function authoriser(
  permission: string,
  authenticate: Authenticate,
  limits: RateLimits,
): onRequestHookHandler {
  return (request, reply, done) => {
    const admit = (caller: Caller): void =>
      done(
        thrownBy(() => {
          request.setDecorator(CALLER, caller);
          limits.countCaller(caller.subject, reply);
          refuseUnless(caller, permission, reply);
        }),
      );
    const turnAway = (error: unknown): void => done(failureOf(error, request, reply, limits));
    let caller: Caller | Promise<Caller>;
    try {
      const { authorization } = request.headers;
      caller = authenticate(authorization, () => limits.checkAddress(request.ip, reply));
    } catch (error) {
      return turnAway(error);
    }
    if (caller instanceof Promise) caller.then(admit, turnAway);
    else admit(caller);
  };
}

/** Who has no valid token, when that is its own doing, is counted by its address: it may not try for ever. */
function failureOf(error: unknown, request: FastifyRequest, reply: FastifyReply, limits: RateLimits): Error {
  const isTheirs = error instanceof Problem && error.code === 'UNAUTHENTICATED';
  const refusal = isTheirs ? thrownBy(() => limits.countAddress(request.ip, reply)) : undefined;
  return refusal ?? (error instanceof Error ? error : new Error('authentication failed', { cause: error }));
}

function thrownBy(work: () => void): Error | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error('the request cannot be admitted', { cause: error });
  }
}

function refuseUnless({ permissions }: Caller, permission: string, reply: FastifyReply): void {
  if (isGranted(permissions, permission)) return;
  reply.header('www-authenticate', `Bearer realm="quyu", error="insufficient_scope", scope="${permission}"`);
  throw platformErrors.FORBIDDEN({ detail: `the permission "${permission}" is needed` });
}
