import { jsonSchemaOf, type Route } from '@quyu/contract-kit';
import fc from 'fast-check';
import type { Ids } from '../market/open-market.js';
import type { Parts } from './request.js';
import { validParts } from './valid-parts.js';

type Steps = readonly (string | number)[];

/** A value of one kind somewhere in a valid request. */
export interface Place {
  /** e.g. `/body/components/0/code`. */
  readonly pointer: string;
  readonly value: unknown;
  /** The same request with another value there. */
  with(value: unknown): Parts;
}

/** How many valid requests are looked through: enough to see optional fields and every alternative. */
const EXAMPLES = 40;

/**
 * The places of texts (or numbers) in the requests of a route: each once, whichever of the elements of a list, or under
 * whichever key of a map, it is found. Map keys are no places.
 *
 * @param ids what the requests are about, so that they reach something that is there.
 */
export function placesOf(route: Route, kind: 'string' | 'number', ids: Ids = {}): readonly Place[] {
  const places = new Map<string, Place>();
  const declared = declaredNames(route);
  for (const made of fc.sample(validParts(route), { seed: 7, numRuns: EXAMPLES })) {
    const parts = { ...made, params: aboutKnown(made.params, ids) };
    for (const steps of leavesOf(parts, kind)) {
      const general = steps
        .map((step) => (typeof step === 'number' || !declared.has(step) ? '*' : step))
        .join('/');
      if (!places.has(general)) places.set(general, placeAt(parts, steps));
    }
  }
  return [...places.values()];
}

/** The same parameters, but for those of which there is an id. */
export function aboutKnown(params: Parts['params'], ids: Ids): Parts['params'] {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, ids[name] ?? value]));
}

function placeAt(parts: Parts, steps: Steps): Place {
  return {
    pointer: `/${steps.join('/')}`,
    value: steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], parts),
    with: (value) => replaced(parts, steps, value) as Parts,
  };
}

/** Names of all fields that the schemas of a route declare, and of the parts of a request. All other names are keys of maps. */
function declaredNames({ params, query, body }: Route): ReadonlySet<string> {
  const names = new Set(['params', 'query', 'body']);
  const collect = (schema: unknown): void => {
    if (typeof schema !== 'object' || schema === null) return;
    const { properties } = schema as { readonly properties?: object };
    for (const name of Object.keys(properties ?? {})) names.add(name);
    for (const part of Object.values(schema)) collect(part);
  };
  for (const schema of [params, query, body]) if (schema) collect(jsonSchemaOf(schema));
  return names;
}

function leavesOf(value: unknown, kind: string, steps: Steps = []): Steps[] {
  if (typeof value === kind) return [steps];
  if (Array.isArray(value)) return value.flatMap((each, index) => leavesOf(each, kind, [...steps, index]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) => leavesOf(each, kind, [...steps, name]));
}

function replaced(value: unknown, [step, ...rest]: Steps, by: unknown): unknown {
  if (step === undefined) return by;
  if (Array.isArray(value)) return value.with(Number(step), replaced(value[Number(step)], rest, by));
  const object = value as Record<string, unknown>;
  return { ...object, [step]: replaced(object[step], rest, by) };
}
