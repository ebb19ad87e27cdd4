import type { JsonSchema } from '@quyu/contract-kit';
import fc, { type Arbitrary } from 'fast-check';
import { arbitraryOf } from '../requests/arbitrary-of.js';
import { encode, type WireRequest } from '../requests/request.js';
import type { DescribedOperation, DescribedParameter } from './described-operations.js';
import { nearly } from './mutate.js';

/** Values seen before, by the name of the parameter that takes them: without them nothing that is there is reached. */
export type Known = Readonly<Record<string, string>>;

const PARTS = ['path', 'query', 'headers', 'body', 'mediaType', 'method'] as const;
type Part = (typeof PARTS)[number];

/** Which parts of a request are to be wrong: mostly one, so that it comes far enough for it to matter; sometimes all, or none. */
const WRONG: readonly (readonly Part[])[] = [[], [], ['query'], ['query'], ['body'], ['body'], ['body'], ['path'], ['headers'], ['mediaType'], ['method'], PARTS]; // prettier-ignore

const OTHER_TYPES = ['text/plain', 'application/json', 'application/json; charset=utf-16', '*/*', 'x'];
const OTHER_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'QUERY', 'PROPFIND'];

/** Requests that are nearly right for an operation: right but for one part, as a rule. */
export function requestsOf(
  operation: DescribedOperation,
  document: JsonSchema,
  known: Known,
): Arbitrary<WireRequest> {
  const right = rightParts(operation, document, known);
  const wrong: Arbitraries = {
    path: nearlyAll(right.path),
    query: nearly(right.query),
    headers: oddHeaders(),
    body: brokenBody(operation, document),
    mediaType: fc.constantFrom(...OTHER_TYPES),
    method: fc.constantFrom(...OTHER_METHODS),
  };
  return fc
    .constantFrom(...WRONG)
    .chain((parts) => {
      const choose = <P extends Part>(part: P): Arbitraries[P] =>
        (parts.includes(part) ? wrong : right)[part];
      return fc.record<Made>({
        path: choose('path'),
        query: choose('query'),
        headers: choose('headers'),
        body: choose('body'),
        mediaType: choose('mediaType'),
        method: choose('method'),
      });
    })
    .map((made) => wireOf(operation, made));
}

type Arbitraries = { readonly [P in Part]: Arbitrary<Made[P]> };

interface Made {
  readonly path: Readonly<Record<string, unknown>>;
  readonly query: unknown;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly mediaType: string;
  readonly method: string;
}

function wireOf({ path }: DescribedOperation, made: Made): WireRequest {
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encode(made.path[name]));
  return {
    method: made.method,
    path: address + queryText(made.query),
    headers: { ...(made.mediaType === '' ? {} : { 'content-type': made.mediaType }), ...made.headers },
    body: made.body,
  };
}

function rightParts(
  { parameters, body, method }: DescribedOperation,
  document: JsonSchema,
  known: Known,
): Arbitraries {
  const valuesOf = (place: DescribedParameter['in']): Arbitrary<Record<string, unknown>> => {
    const named = parameters.filter((parameter) => parameter.in === place);
    const requiredKeys = named.filter(({ required }) => required).map(({ name }) => name);
    const fields = named.map(({ name, schema }) => [name, valueOf(name, schema, document, known)] as const);
    return fc.record<Record<string, unknown>, string>(Object.fromEntries(fields), { requiredKeys });
  };
  return {
    path: valuesOf('path'),
    query: valuesOf('query'),
    headers: valuesOf('header') as Arbitrary<Record<string, string>>,
    body: body ? textOfBody(arbitraryOf(body.schema, document), body.mediaType) : fc.constant(undefined),
    mediaType: fc.constant(body?.mediaType ?? ''),
    method: fc.constant(method),
  };
}

/** A cursor is made by the server: one that is made here is hardly ever right. */
function valueOf(name: string, schema: JsonSchema, document: JsonSchema, known: Known): Arbitrary<unknown> {
  const made = arbitraryOf(schema, document);
  const seen = known[name];
  if (seen === undefined) return name === 'cursor' ? fc.constant('WyJhIl0') : made;
  return fc.oneof({ weight: 3, arbitrary: fc.constant(seen) }, made);
}

/** Each value on its own: the whole would lose its names, and with them the address. */
function nearlyAll(path: Arbitraries['path']): Arbitraries['path'] {
  return fc
    .tuple(path, nearly(fc.string()))
    .map(([values, odd]) =>
      Object.fromEntries(Object.keys(values).map((name) => [name, typeof odd === 'object' ? JSON.stringify(odd) : odd])),
    );
} // prettier-ignore

function textOfBody(values: Arbitrary<unknown>, mediaType: string): Arbitrary<string> {
  return values.map((value) => (mediaType.startsWith('text/') ? String(value) : JSON.stringify(value)));
}

function brokenBody({ body }: DescribedOperation, document: JsonSchema): Arbitrary<string | undefined> {
  const right = body ? arbitraryOf(body.schema, document) : fc.constant({});
  const json = nearly(right).map((value) => JSON.stringify(value));
  const broken = fc
    .tuple(json, fc.nat(), fc.constantFrom('', '"', '{', ']', '\0', '\\u0000', ',', '1e999', '\n{}\n', '//'))
    .map(([text, at, piece]) => spliced(text ?? '', at, piece));
  return fc.oneof({ weight: 5, arbitrary: json }, broken, fc.string({ unit: 'binary' }), fc.constant(undefined));
} // prettier-ignore

function spliced(text: string, at: number, piece: string): string {
  const place = at % (text.length + 1);
  return text.slice(0, place) + piece + text.slice(place + 1);
}

function oddHeaders(): Arbitrary<Record<string, string>> {
  const printable = fc.string({ unit: 'grapheme-ascii', maxLength: 30 }).map((text) => text.trim());
  const odd = {
    accept: printable,
    'accept-language': printable,
    traceparent: printable,
    'x-correlation-id': printable,
    'content-encoding': fc.constantFrom('gzip', 'identity', 'x'),
    'idempotency-key': fc.oneof(printable, fc.constantFrom('k', 'a b', 'x'.repeat(300))),
    'if-match': fc.oneof(printable, fc.constantFrom('"1"', '*', 'W/"1"', '"999999999999999999999"', '-1')),
    expect: fc.constantFrom('100-continue'),
  };
  return fc.record(odd, { requiredKeys: [] });
}

function queryText(query: unknown): string {
  if (typeof query !== 'object' || query === null) return `?${encode(query)}`;
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((each: unknown) => `${encode(name)}=${encode(typeof each === 'object' ? JSON.stringify(each) : each)}`),
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
} // prettier-ignore
