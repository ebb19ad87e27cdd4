import {
  type Api,
  type EventContract,
  type JsonSchema,
  type Route,
  platformApi,
  type z,
} from '@quyu/contract-kit';
import type { PluginSpec } from '@quyu/plugin-kit';

import { eventsOf } from '../events-of.js';
import { reportedSchema } from './reported-schema.js';

/** What is promised of an event. */
export interface PublishedEvent {
  readonly event: string;
  readonly aggregate: string;
  readonly key: string;
  readonly data: JsonSchema;
}

/** What is promised of a route. A part it does not have is null. */
export interface PublishedRoute {
  /** `<service>.v1/<operation>` */
  readonly route: string;
  readonly kind: string;
  readonly method: string;
  readonly path: string;
  readonly permission: string;
  readonly status: number;
  readonly ifMatch: boolean;
  readonly mediaType: string;
  readonly bodyLimit: number;
  readonly params: JsonSchema | null;
  readonly query: JsonSchema | null;
  readonly body: JsonSchema | null;
  readonly answer: JsonSchema | null;
}

/** A contract, as it is kept when it is published. */
export type PublishedContract = PublishedEvent | PublishedRoute;

/** A contract with who stands on either side of it. */
export interface ContractEntry {
  readonly contract: PublishedContract;
  /** The services that publish the event or serve the route; empty for an event of a service that is not here. */
  readonly publishers: readonly string[];
  /** The services that list the event among those they consume, or the API among those they call. */
  readonly consumers: readonly string[];
}

/** Every contract of a deployment by name: an event's type, or `<service>.v1/<operation>`. */
export type Contracts = Readonly<Record<string, ContractEntry>>;

/**
 * The contract report of a deployment: what its services promise each other, and who relies on it.
 *
 * @example contractsOf([partner.spec])['partner.enrolled.v1'].consumers // ['territory']
 */
export function contractsOf(specs: readonly PluginSpec[]): Contracts {
  const routes = specs.flatMap((spec) =>
    spec.api ? entriesOf(spec.api, callersOf(specs, spec.id), [spec.id]) : [],
  );
  const platform = entriesOf(platformApi('platform'), [], specs.map(({ id }) => id).toSorted());
  const entries = [...eventsOf(specs).map((each) => eventEntry(each, specs)), ...routes, ...platform];
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function eventEntry(
  { event, consumers }: { readonly event: EventContract; readonly consumers: readonly string[] },
  specs: readonly PluginSpec[],
): [string, ContractEntry] {
  const { type, aggregate, key } = event;
  const publishers = specs
    .filter(({ publishes }) => publishes.some((each) => each.type === type))
    .map(({ id }) => id);
  const contract = { event: type, aggregate, key, data: reportedSchema(event.schema) };
  return [type, { contract, publishers, consumers }];
}

function callersOf(specs: readonly PluginSpec[], service: string): string[] {
  const calls = (spec: PluginSpec): boolean =>
    Object.values(spec.calls).some((api) => api.service === service);
  return specs
    .filter(calls)
    .map(({ id }) => id)
    .toSorted();
}

function entriesOf(
  api: Api,
  consumers: readonly string[],
  publishers: readonly string[],
): [string, ContractEntry][] {
  return Object.entries(api.routes).map(([operation, route]) => {
    const name = `${api.service}.v1/${operation}`;
    return [name, { contract: routeContract(name, route), publishers, consumers }];
  });
}

function routeContract(name: string, route: Route): PublishedRoute {
  const { kind, method, path, permission, status, ifMatch, mediaType, bodyLimit } = route;
  return {
    route: name, kind, method, path, permission, status, ifMatch, mediaType, bodyLimit,
    params: schemaOrNull(route.params), query: schemaOrNull(route.query), body: schemaOrNull(route.body), answer: schemaOrNull(route.answer),
  }; // prettier-ignore
}

function schemaOrNull(schema: z.ZodType | undefined): JsonSchema | null {
  return schema ? reportedSchema(schema) : null;
}
