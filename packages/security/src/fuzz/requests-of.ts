import type { JsonSchema } from '@quyu/contract-kit';
import fc, { type Arbitrary } from 'fast-check';
import { arbitraryOf } from '../requests/arbitrary-of.js';
import { encode, type WireRequest } from '../requests/request.js';
import type { DescribedOperation, DescribedParameter } from './described-operations.js';
import { nearly } from './mutate.js';

/** Values seen before, by the name of the parameter that takes them: without them nothing that is there is reached. */
export type Known = Readonly<Record<string, string>>;

/** Requests that are nearly right for an operation, in every part of them. */
export function requestsOf(operation: DescribedOperation, document: JsonSchema, known: Known): Arbitrary<WireRequest> {
  const { parameters, body, method, path } = operation;
  const named = (place: DescribedParameter['in']) => parameters.filter((parameter) => parameter.in === place);
  const valuesOf = (place: DescribedParameter['in']) =>
    fc.record(Object.fromEntries(named(place).map((parameter) => [parameter.name, valueOf(parameter, document, known)])));
  return fc
    .record({
      path: valuesOf('path'),
      query: nearly(valuesOf('query')),
      headers: headersOf(named('header'), document),
      body: body ? bodyOf(body.schema, document) : fc.constant(undefined),
      mediaType: mostly(body?.mediaType ?? '', ['text/plain', 'application/json', 'application/json; charset=utf-16', '*/*', 'x']),
      method: mostly(method, ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY', 'PROPFIND']),
    })
    .map((made) => ({
      method: made.method,
      path: path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encode(made.path[name])) + queryText(made.query),
      headers: { ...made.headers, ...(made.mediaType === '' ? {} : { 'content-type': made.mediaType }) },
      body: made.body,
    }));
} // prettier-ignore

function valueOf({ name, schema }: DescribedParameter, document: JsonSchema, known: Known): Arbitrary<unknown> {
  const made = arbitraryOf(schema, document);
  const seen = known[name];
  const right = seen === undefined ? made : fc.oneof({ weight: 3, arbitrary: fc.constant(seen) }, made);
  return mostlyOf(right, nearly(right));
} // prettier-ignore

function bodyOf(schema: JsonSchema, document: JsonSchema): Arbitrary<string | undefined> {
  const json = nearly(arbitraryOf(schema, document)).map((value) => JSON.stringify(value));
  const broken = fc
    .tuple(json, fc.nat(), fc.constantFrom('', '"', '{', ']', '\0', '\\u0000', ',', '1e999', '\n{}\n', '//'))
    .map(([text, at, piece]) => spliced(text ?? '', at, piece));
  return fc.oneof({ weight: 5, arbitrary: json }, broken, fc.string({ unit: 'binary' }), fc.constant(undefined));
} // prettier-ignore

function spliced(text: string, at: number, piece: string): string {
  const place = at % (text.length + 1);
  return text.slice(0, place) + piece + text.slice(place + 1);
}

function headersOf(
  named: readonly DescribedParameter[],
  document: JsonSchema,
): Arbitrary<Record<string, string>> {
  const printable = fc.string({ unit: 'grapheme-ascii', maxLength: 30 }).map((text) => text.trim());
  const declared = Object.fromEntries(
    named.map(({ name, schema }) => [
      name.toLowerCase(),
      mostlyOf(arbitraryOf(schema, document) as Arbitrary<string>, printable),
    ]),
  );
  const others = {
    accept: printable,
    'accept-language': printable,
    traceparent: printable,
    'x-correlation-id': printable,
    'content-encoding': fc.constantFrom('gzip', 'identity', 'x'),
    'idempotency-key': fc.constantFrom('k', 'a b', 'x'.repeat(300)),
    'if-match': fc.constantFrom('"1"', '*', 'W/"1"', '"999999999999999999999"', '-1'),
    expect: fc.constantFrom('100-continue'),
  };
  return fc.record({ ...others, ...declared }, { requiredKeys: [] });
}

function queryText(query: unknown): string {
  if (typeof query !== 'object' || query === null) return `?${encode(query)}`;
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((each: unknown) => `${encode(name)}=${encode(typeof each === 'object' ? JSON.stringify(each) : each)}`),
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
} // prettier-ignore

function mostly<T>(usual: T, others: readonly T[]): Arbitrary<T> {
  return mostlyOf(fc.constant(usual), fc.constantFrom(...others));
}

function mostlyOf<T>(usual: Arbitrary<T>, other: Arbitrary<T>): Arbitrary<T> {
  return fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: other });
}
