import { bodyFormOf, type Route, jsonSchemaOf } from '@quyu/contract-kit';
import fc, { type Arbitrary } from 'fast-check';
import { arbitraryOf } from './arbitrary-of.js';
import type { Parts } from './request.js';

type Schema = Route['body'];

const NOTHING = fc.constant({});

/** Requests that a route's contract accepts, as parts. A stream of bytes gets some lines of text. */
export function validParts(route: Route): Arbitrary<Parts> {
  return fc.record({
    params: partsOf(route.params),
    query: partsOf(route.query),
    body: bodyOf(route),
  });
}

/** One such request, always the same. */
export function validExample(route: Route): Parts {
  const known = examples.get(route) ?? fc.sample(validParts(route), { seed: 1, numRuns: 1 })[0]!;
  examples.set(route, known);
  return known;
}

const examples = new WeakMap<Route, Parts>();

function partsOf(schema: Schema): Arbitrary<Readonly<Record<string, unknown>>> {
  return schema ? (arbitraryOf(jsonSchemaOf(schema)) as Arbitrary<Record<string, unknown>>) : NOTHING;
}

function bodyOf(route: Route): Arbitrary<unknown> {
  if (bodyFormOf(route) === 'bytes') return fc.array(fc.string()).map((lines) => lines.join('\n'));
  if (!route.body) return fc.constant(undefined);
  const made = arbitraryOf(jsonSchemaOf(route.body));
  const written = examplesOf(route.body);
  return written.length === 0 ? made : fc.oneof(fc.constantFrom(...written), made);
}

function examplesOf(schema: NonNullable<Schema>): readonly unknown[] {
  const written = schema.meta()?.['examples'];
  return Array.isArray(written) ? written : [];
}
