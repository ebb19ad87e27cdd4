import { type Api, type Route, jsonSchemaOf, pathOf, platformApi } from '@quyu/contract-kit';
import type { FastifyInstance, RouteOptions } from 'fastify';
import type { RouteConfig } from './authorise.js';
import { refuseEncodedBody } from './refuse-encoded-body.js';
import { platformHandlers } from './platform-handlers.js';
import { parseJsonBody } from './parse-json-body.js';
import { routeHandler } from './route-handlers.js';
import type { AnyRouteHandler, ServeOptions, ServedRoute, ServedService } from './served.js';

/** Adds the routes of a service, and those that every service has, to the server. */
export function registerService(
  server: FastifyInstance,
  service: ServedService,
  options: ServeOptions,
): void {
  const platform = platformApi(service.spec.id);
  const routes = [
    ...(service.spec.api ? routesOf(service, service.spec.api, service.routes) : []),
    ...routesOf(service, platform, platformHandlers(service)),
  ];
  for (const [mediaType, group] of Map.groupBy(routes, ({ route }) => route.mediaType)) {
    // A scope of its own: a route must not take the media types of another.
    void server.register(async (scope) => {
      acceptOnly(scope, mediaType, group[0]!.route);
      for (const served of group) scope.route(routeOptions(served, options));
    });
  }
}

function routesOf(
  service: ServedService,
  api: Api,
  handlers: Readonly<Record<string, AnyRouteHandler>>,
): ServedRoute[] {
  return Object.entries(api.routes).map(([name, route]) => {
    const operation = `${api.service}.${name}`;
    const handler = handlers[name];
    if (!handler) throw new TypeError(`${operation} has no handler`);
    return { service, api, operation, route, handler };
  });
}

function acceptOnly(scope: FastifyInstance, mediaType: string, route: Route): void {
  scope.removeAllContentTypeParsers();
  if (mediaType === '') return;
  if (route.kind === 'write' || route.kind === 'act') {
    scope.addContentTypeParser(mediaType, { parseAs: 'buffer' }, async (_request: unknown, bytes: Buffer) =>
      parseJsonBody(bytes),
    );
  } else {
    // The handler reads the stream itself.
    scope.addContentTypeParser(mediaType, async () => undefined);
  }
}

function routeOptions(served: ServedRoute, options: ServeOptions): RouteOptions {
  const { api, route, service } = served;
  // The platform's routes are about the service as a whole, but for its audit log; and what has no database limits nothing.
  const isLimitable = api === service.spec.api || route.permission === 'platform:audit';
  const takesLimits = isLimitable && service.spec.db !== undefined;
  const config: RouteConfig = { permission: route.permission, takesLimits };
  return {
    method: route.method,
    url: pathOf(api, route),
    config,
    exposeHeadRoute: route.kind === 'read',
    handler: routeHandler(served, options),
    ...(route.mediaType === '' ? {} : { onRequest: refuseEncodedBody }),
    ...(route.bodyLimit > 0 ? { bodyLimit: route.bodyLimit } : {}),
    ...(route.answer ? { schema: { response: { [route.status]: jsonSchemaOf(route.answer) } } } : {}),
  };
}
