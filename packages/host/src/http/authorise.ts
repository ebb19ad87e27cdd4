import { platformErrors } from '@quyu/contract-kit';
import type { Caller, Scope } from '@quyu/plugin-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import type { Identity } from '../access/identity.js';
import { accessOf } from './access.js';
import type { Authenticate } from './authenticate.js';

/** Where the permission that a route needs stands in Fastify's route options. */
export interface RouteConfig {
  readonly permission?: string;
  /** Whether the permission may be limited to a scope: the route shows and changes nothing but rows that know theirs. */
  readonly takesLimits?: boolean;
}

/** Names under which the authenticated caller, and where they have the route's permission, are kept on a request. */
const CALLER = 'caller';
const SCOPE = 'scope';

/**
 * Puts the check of the caller in front of every route of the server, whoever adds it: the one place that decides who
 * may do what. A route that names no permission and is not an open address cannot be added at all.
 */
export function authoriseEveryRoute(server: FastifyInstance, authenticate: Authenticate): void {
  server.decorateRequest(CALLER, null);
  server.decorateRequest(SCOPE, null);
  server.addHook('onRoute', (route) => {
    const config: RouteConfig = route.config ?? {};
    const access = accessOf(route.url, config.permission);
    if (access.open) return;
    const { permission } = access;
    const needed: Needed = { permission, takesLimits: config.takesLimits ?? false };
    route.onRequest = [authoriser(needed, authenticate), ...[route.onRequest ?? []].flat()];
  });
}

type Needed = Required<RouteConfig>;

/** The caller of a request that has passed the check. */
export function callerOf(request: FastifyRequest): Caller {
  return request.getDecorator<Caller>(CALLER);
}

/** Where the caller of such a request has the permission that its route needs. */
export function scopeOf(request: FastifyRequest): Scope {
  return request.getDecorator<Scope>(SCOPE);
}

/** A token that was verified a moment ago is answered for at once, without waiting for a promise. */
function authoriser(needed: Needed, authenticate: Authenticate): onRequestHookHandler {
  return (request, reply, done) => {
    const admitCaller = (identity: Identity): void => done(admit(identity, needed, request, reply));
    try {
      const identity = authenticate(request.headers.authorization);
      if (identity instanceof Promise) identity.then(admitCaller, done);
      else admitCaller(identity);
    } catch (error) {
      done(error as Error);
    }
  };
}

function admit(
  identity: Identity,
  { permission, takesLimits }: Needed,
  request: FastifyRequest,
  reply: FastifyReply,
): Error | undefined {
  const scope = identity.scopeOf(permission);
  if (scope !== undefined && (takesLimits || scope === 'everything')) {
    request.setDecorator(CALLER, identity.caller);
    request.setDecorator(SCOPE, scope);
    return undefined;
  }
  reply.header('www-authenticate', `Bearer realm="quyu", error="insufficient_scope", scope="${permission}"`);
  return platformErrors.FORBIDDEN({ detail: reasonOf(identity, permission, scope) });
}

function reasonOf({ complaints }: Identity, permission: string, scope: Scope | undefined): string {
  if (scope !== undefined) return `the permission "${permission}" is needed without a limit to its scope`;
  return [`the permission "${permission}" is needed`, ...complaints].join('; ');
}
