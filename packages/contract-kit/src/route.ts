import type { z } from 'zod';
import { type JsonSchema, jsonSchemaOf } from './portable.js';
import type { Title } from './problem.js';

/**
 * How a route's body and answer travel:
 * - `read`: no body, a JSON answer; changes nothing.
 * - `write`: a JSON body and answer, in one transaction; takes `Idempotency-Key`.
 * - `bulk`: a stream of JSON lines (NDJSON), each checked alone; answers with a summary.
 * - `upload`: a stream of bytes; answers with a summary.
 * - `rows`: no body; answers with a stream of JSON lines.
 */
export type RouteKind = 'read' | 'write' | 'bulk' | 'upload' | 'rows';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** `<service>:<what>`, e.g. `partner:write`. */
export type Permission = `${string}:${string}`;

/**
 * One route of an API. The type parameters are the plain types of path parameters, query, body (of one line for
 * `bulk`) and answer (of one line for `rows`).
 */
export interface Route<
  K extends RouteKind = RouteKind,
  Params = unknown,
  Query = unknown,
  Body = unknown,
  Answer = unknown,
> {
  readonly kind: K;
  readonly method: Method;
  /** Below `/api/<service>/v1`, e.g. `/partners/:partnerId`. */
  readonly path: string;
  readonly summary: Title;
  readonly permission: Permission;
  readonly status: number;
  /** Whether the caller must send `If-Match` with the version it read. */
  readonly ifMatch: boolean;
  /** Codes of the problems it may answer with, besides the platform's. */
  readonly problems: readonly string[];
  /** Media type of an `upload`'s body. */
  readonly mediaType: string;
  /** Largest body in bytes. */
  readonly bodyLimit: number;
  readonly params: z.ZodType<Params> | undefined;
  readonly query: z.ZodType<Query> | undefined;
  readonly body: z.ZodType<Body> | undefined;
  readonly answer: z.ZodType<Answer> | undefined;
}

/** What {@link defineRoute} takes. Only the first five are needed by every route. */
export interface RouteSpec<K extends RouteKind, Params, Query, Body, Answer> {
  readonly kind: K;
  readonly method: Method;
  readonly path: string;
  readonly summary: Title;
  readonly permission: Permission;
  readonly status?: number;
  readonly ifMatch?: boolean;
  readonly problems?: readonly string[];
  readonly mediaType?: string;
  readonly bodyLimit?: number;
  readonly params?: z.ZodType<Params>;
  readonly query?: z.ZodType<Query>;
  readonly body?: z.ZodType<Body>;
  readonly answer?: z.ZodType<Answer>;
}

const MEBIBYTE = 1024 * 1024;
const BODY_LIMITS: Record<RouteKind, number> = {
  read: 0,
  rows: 0,
  write: MEBIBYTE,
  bulk: 256 * MEBIBYTE,
  upload: 1024 * MEBIBYTE,
};
const MEDIA_TYPES: Record<RouteKind, string> = {
  read: '', rows: '', write: 'application/json', bulk: 'application/x-ndjson', upload: 'application/octet-stream',
}; // prettier-ignore

/**
 * Declares a route. Bodies, queries and parameters refuse unknown fields, so declare them with `z.strictObject`.
 *
 * @throws TypeError when the path and `params` disagree, or a schema is open or not portable.
 * @example
 * defineRoute({
 *   kind: 'read', method: 'GET', path: '/partners/:partnerId', permission: 'partner:read',
 *   summary: { en: 'One partner', zh: '渠道伙伴详情' },
 *   params: z.strictObject({ partnerId: z.string() }), answer: partnerSchema,
 * });
 */
export function defineRoute<
  K extends RouteKind,
  Params = {},
  Query = {},
  Body = undefined,
  Answer = undefined,
>(spec: RouteSpec<K, Params, Query, Body, Answer>): Route<K, Params, Query, Body, Answer> {
  assertParams(spec);
  for (const part of ['params', 'query', 'body'] as const) assertClosed(spec, part);
  if (spec.answer) jsonSchemaOf(spec.answer);
  return Object.freeze({
    ifMatch: false,
    problems: [],
    mediaType: MEDIA_TYPES[spec.kind],
    bodyLimit: BODY_LIMITS[spec.kind],
    params: undefined,
    query: undefined,
    body: undefined,
    answer: undefined,
    ...spec,
    status: spec.status ?? (spec.answer ? 200 : 204),
  });
}

type AnySpec = Pick<
  RouteSpec<RouteKind, unknown, unknown, unknown, unknown>,
  'method' | 'path' | 'params' | 'query' | 'body'
>;

function assertClosed(spec: AnySpec, part: 'params' | 'query' | 'body'): void {
  const schema = spec[part] && jsonSchemaOf(spec[part]);
  if (!schema || schema['type'] !== 'object' || schema['additionalProperties'] === false) return;
  throw new TypeError(
    `${spec.method} ${spec.path}: ${part} must be a z.strictObject, so that unknown fields are refused`,
  );
}

function assertParams(spec: AnySpec): void {
  const inPath = [...spec.path.matchAll(/:(\w+)/g)].map((match) => match[1]!);
  const schema: JsonSchema = spec.params ? jsonSchemaOf(spec.params) : {};
  const declared = Object.keys(schema['properties'] ?? {});
  if (new Set([...inPath, ...declared]).size === inPath.length && inPath.length === declared.length) return;
  throw new TypeError(
    `${spec.method} ${spec.path}: params declares [${declared.join()}], the path has [${inPath.join()}]`,
  );
}
