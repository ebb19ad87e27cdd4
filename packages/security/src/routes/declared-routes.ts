import { type Api, type Route, pathOf, platformApi } from '@quyu/contract-kit';
import type { PluginSpec, QuyuConfig } from '@quyu/plugin-kit';

/** A route as its service's spec declares it. */
export interface DeclaredRoute {
  /** `<service>.<operation>`, as the OpenAPI document names it. */
  readonly name: string;
  readonly route: Route;
  /** e.g. `/api/partner/v1/partners/:partnerId`. */
  readonly address: string;
  /** APIs that the service calls on behalf of its callers: what they refuse, it refuses too. */
  readonly calls: readonly Api[];
}

/** Every route of every service of a deployment, those that the host adds included. */
export function declaredRoutes({ plugins }: QuyuConfig): readonly DeclaredRoute[] {
  return plugins.flatMap(({ spec }) => [
    ...(spec.api ? routesOf(spec.api, spec) : []),
    ...routesOf(platformApi(spec.id), spec),
  ]);
}

/**
 * The routes without those that the host adds to every service, except for one service: where it is the host's own code
 * that is tried, once is enough.
 */
export function distinctRoutes(routes: readonly DeclaredRoute[]): readonly DeclaredRoute[] {
  const seen = new Set<Route>();
  return routes.filter(({ route }) => !seen.has(route) && seen.add(route));
}

/** Every permission that any route asks for, except one: a caller that may do all but that. */
export function permissionsBut(permission: string, routes: readonly DeclaredRoute[]): readonly string[] {
  return [...new Set(routes.map(({ route }) => route.permission))].filter((each) => each !== permission);
}

function routesOf(api: Api, spec: PluginSpec): DeclaredRoute[] {
  return Object.entries(api.routes).map(([operation, route]) => ({
    name: `${api.service}.${operation}`,
    route,
    address: pathOf(api, route),
    calls: Object.values(spec.calls),
  }));
}
