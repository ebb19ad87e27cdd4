import { Problem, platformErrors } from '@quyu/contract-kit';
import type { Caller, Scope } from '@quyu/plugin-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import type { Identity } from '../access/identity.js';
import { accessOf } from './access.js';
import type { Authenticate } from './authenticate.js';
import { ALWAYS_ANSWERED } from './limits/always-answered.js';
import type { RateLimits } from './limits/rate-limits.js';

/** Where the permission that a route needs stands in Fastify's route options. */
export interface RouteConfig {
  readonly permission?: string;
  /** Whether the permission may be limited to a scope: the route shows and changes nothing but rows that know theirs. */
  readonly takesLimits?: boolean;
}

declare module 'fastify' {
  interface FastifyContextConfig extends RouteConfig {}
}

/** Names under which the authenticated caller, where they have the route's permission, and what else they may, are kept on a request. */
const CALLER = 'caller';
const SCOPE = 'scope';
const IDENTITY = 'identity';

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
  server.decorateRequest(SCOPE, null);
  server.decorateRequest(IDENTITY, null);
  server.addHook('onRoute', (route) => {
    const { permission, takesLimits = false } = route.config ?? {};
    const access = accessOf(route.url, permission);
    const first = access.open
      ? limiterOf(route.url, limits)
      : [authoriser({ permission: access.permission, takesLimits }, authenticate, limits)];
    route.onRequest = [...first, ...[route.onRequest ?? []].flat()];
  });
}

/** The caller of a request that has passed the check. */
export function callerOf(request: FastifyRequest): Caller {
  return request.getDecorator<Caller>(CALLER);
}

/** Where the caller of such a request has the permission that its route needs. */
export function scopeOf(request: FastifyRequest): Scope {
  return request.getDecorator<Scope>(SCOPE);
}

/** Whether the caller of such a request has a permission, everywhere or within some scope. */
export function mayOf(request: FastifyRequest): (permission: string) => boolean {
  const identity = request.getDecorator<Identity>(IDENTITY);
  return (permission) => identity.scopeOf(permission) !== undefined;
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
  needed: Required<RouteConfig>,
  authenticate: Authenticate,
  limits: RateLimits,
): onRequestHookHandler {
  return (request, reply, done) => {
    const admitAs = (identity: Identity): void =>
      done(
        thrownBy(() => {
          request.setDecorator(CALLER, identity.caller);
          request.setDecorator(IDENTITY, identity);
          limits.countCaller(identity.caller.subject, reply);
          request.setDecorator(SCOPE, admit(identity, needed, reply));
        }),
      );
    const turnAway = (error: unknown): void => done(failureOf(error, request, reply, limits));
    let identity: Identity | Promise<Identity>;
    try {
      const { authorization } = request.headers;
      identity = authenticate(authorization, () => limits.checkAddress(request.ip, reply));
    } catch (error) {
      return turnAway(error);
    }
    if (identity instanceof Promise) identity.then(admitAs, turnAway);
    else admitAs(identity);
  };
}

/** Who has no valid token, when that is its own doing, is counted by its address: it may not try for ever. */
function failureOf(error: unknown, request: FastifyRequest, reply: FastifyReply, limits: RateLimits): Error {
  const isTheirs = error instanceof Problem && error.code === 'UNAUTHENTICATED';
  const refusal = isTheirs ? thrownBy(() => limits.countAddress(request.ip, reply)) : undefined;
  return refusal ?? (error instanceof Error ? error : new Error('authentication failed', { cause: error }));
}

/** What a check throws, as the error to go on with. */
export function thrownBy(work: () => void): Error | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error('the request cannot be admitted', { cause: error });
  }
}

/** @throws Problem FORBIDDEN when no grant gives the permission, or only within a scope where the whole is needed. */
function admit(
  identity: Identity,
  { permission, takesLimits }: Required<RouteConfig>,
  reply: FastifyReply,
): Scope {
  const scope = identity.scopeOf(permission);
  if (scope !== undefined && (takesLimits || scope === 'everything')) return scope;
  reply.header('www-authenticate', `Bearer realm="quyu", error="insufficient_scope", scope="${permission}"`);
  throw platformErrors.FORBIDDEN({ detail: reasonOf(identity, permission, scope) });
}

function reasonOf({ complaints }: Identity, permission: string, scope: Scope | undefined): string {
  if (scope !== undefined) return `the permission "${permission}" is needed without a limit to its scope`;
  return [`the permission "${permission}" is needed`, ...complaints].join('; ');
}
