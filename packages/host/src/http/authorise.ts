import { platformErrors } from '@quyu/contract-kit';
import type { Caller } from '@quyu/plugin-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import { noteSubject } from '../audit/refusal.js';
import { accessOf, isGranted } from './access.js';
import type { Authenticate } from './authenticate.js';

/** Where the permission that a route needs stands in Fastify's route options. */
export interface RouteConfig {
  readonly permission?: string;
}

/** Name under which the authenticated caller is kept on a request. */
const CALLER = 'caller';

/**
 * Puts the check of the caller in front of every route of the server, whoever adds it: the one place that decides who
 * may do what. A route that names no permission and is not an open address cannot be added at all.
 */
export function authoriseEveryRoute(server: FastifyInstance, authenticate: Authenticate): void {
  server.decorateRequest(CALLER, null);
  server.addHook('onRoute', (route) => {
    const access = accessOf(route.url, permissionIn(route.config));
    if (access.open) return;
    route.onRequest = [authoriser(access.permission, authenticate), ...[route.onRequest ?? []].flat()];
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

/** A token that was verified a moment ago is answered for at once, without waiting for a promise. */
function authoriser(permission: string, authenticate: Authenticate): onRequestHookHandler {
  return (request, reply, done) => {
    const admitCaller = (caller: Caller): void => done(admit(caller, permission, request, reply));
    try {
      const caller = authenticate(request.headers.authorization);
      if (caller instanceof Promise) caller.then(admitCaller, done);
      else admitCaller(caller);
    } catch (error) {
      done(error as Error);
    }
  };
}

function admit(
  caller: Caller,
  permission: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Error | undefined {
  if (isGranted(caller.permissions, permission)) {
    request.setDecorator(CALLER, caller);
    return undefined;
  }
  noteSubject(request, caller.subject);
  reply.header('www-authenticate', `Bearer realm="quyu", error="insufficient_scope", scope="${permission}"`);
  return platformErrors.FORBIDDEN({ detail: `the permission "${permission}" is needed` });
}
