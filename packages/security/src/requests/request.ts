import { bodyFormOf } from '@quyu/contract-kit';
import type { DeclaredRoute } from '../routes/declared-routes.js';

/** The parts of a request by name, before they are put into text. */
export interface Parts {
  readonly params: Readonly<Record<string, unknown>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** A request as it goes over the wire. */
export interface WireRequest {
  readonly method: string;
  /** Path and query, encoded. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** Puts the parts of a route's request into text. A JSON body's text; a line for a stream of lines; as it is for bytes. */
export function wireRequest({ route, address }: DeclaredRoute, parts: Parts): WireRequest {
  const path = address.replaceAll(/:(\w+)/g, (_, name: string) => encode(parts.params[name]));
  const body = parts.body === undefined ? undefined : bodyText(bodyFormOf(route) === 'bytes', parts.body);
  return {
    method: route.method,
    path: path + queryText(parts.query),
    headers: {
      ...(body === undefined ? {} : { 'content-type': route.mediaType || 'application/json' }),
      ...(route.ifMatch ? { 'if-match': '"1"' } : {}),
    },
    body,
  };
}

function bodyText(asItIs: boolean, body: unknown): string {
  return asItIs ? String(body) : JSON.stringify(body);
}

function queryText(query: Parts['query']): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((each) => `${encode(name)}=${encode(each)}`),
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** Half of a surrogate pair has no encoding: it goes out as the bytes that careless encoders make of it. */
export function encode(value: unknown): string {
  const text = String(value);
  return text.isWellFormed()
    ? encodeURIComponent(text)
    : encodeURIComponent(text.toWellFormed()).replaceAll('%EF%BF%BD', '%ED%A0%80');
}
