import type { z } from 'zod';
import { erase, type JsonSchema, jsonSchemaOf, type SchemaOf } from './portable.js';
import type { Title } from './problem.js';

/**
 * How a route's body and answer travel:
 * - `read`: no body, a JSON answer; changes nothing.
 * - `write`: a JSON body and answer, in one transaction; takes `Idempotency-Key`.
 * - `act`: a JSON body and answer, in transactions of its own; to repeat it does no harm.
 * - `bulk`: a stream of JSON lines (NDJSON), each checked alone; answers with a summary.
 * - `upload`: a stream of bytes; answers with a summary.
 * - `rows`: no body; answers with a stream of JSON lines.
 * - `pipe`: a stream of JSON lines, each checked alone, or of bytes when it declares no body; answers with a stream of
 *   JSON lines while the body still comes. Changes nothing.
 */
export type RouteKind = 'read' | 'write' | 'act' | 'bulk' | 'upload' | 'rows' | 'pipe';

/** What a route's body is on the wire: see {@link bodyFormOf}. */
export type BodyForm = 'none' | 'json' | 'lines' | 'bytes';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** `<service>:<what>`, e.g. `partner:write`. */
export type Permission = `${string}:${string}`;

/**
 * Separation of duties: who has done one of these operations to a thing may not do this one to the same thing. The host finds
 * out from the audit log.
 */
export interface Separation {
  /** Operations of the same API, e.g. `['enrolPartner']`. */
  readonly operations: readonly string[];
  /** The path parameter that names the thing, e.g. `partnerId`. */
  readonly of: string;
}

/**
 * One route of an API. The type parameters are the plain types of path parameters, query, body (of one line for
 * `bulk` and `pipe`) and answer (of one line for `rows` and `pipe`).
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
  /** Whose earlier work keeps them from this: see {@link Separation}. */
  readonly apartFrom: Separation | undefined;
  /** Codes of the problems it may answer with, besides the platform's. */
  readonly problems: readonly string[];
  /** Media type of the body. */
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
  readonly apartFrom?: Separation;
  readonly problems?: readonly string[];
  readonly mediaType?: string;
  readonly bodyLimit?: number;
  readonly params?: SchemaOf<Params>;
  readonly query?: SchemaOf<Query>;
  readonly body?: SchemaOf<Body>;
  readonly answer?: SchemaOf<Answer>;
}

const MEBIBYTE = 1024 * 1024;
const BODY_LIMITS: Record<RouteKind, number> = {
  read: 0,
  rows: 0,
  write: MEBIBYTE,
  act: MEBIBYTE,
  bulk: 256 * MEBIBYTE,
  upload: 1024 * MEBIBYTE,
  pipe: 4096 * MEBIBYTE,
};
const MEDIA_TYPES: Record<RouteKind, string> = {
  read: '', rows: '', write: 'application/json', act: 'application/json', bulk: 'application/x-ndjson', upload: 'application/octet-stream',
  pipe: 'application/x-ndjson',
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
  const route: Route<K, Params, Query, Body, Answer> = {
    ifMatch: false,
    apartFrom: undefined,
    problems: [],
    mediaType: MEDIA_TYPES[spec.kind],
    bodyLimit: BODY_LIMITS[spec.kind],
    ...spec,
    params: spec.params && erase(spec.params),
    query: spec.query && erase(spec.query),
    body: spec.body && erase(spec.body),
    answer: spec.answer && erase(spec.answer),
    status: spec.status ?? (spec.answer ? 200 : 204),
  };
  assertParams(route);
  assertSeparation(route);
  for (const part of ['params', 'query', 'body'] as const) assertClosed(route, part);
  if (route.answer) jsonSchemaOf(route.answer);
  return Object.freeze(route);
}

/**
 * What a route's body is on the wire: JSON, JSON lines, bytes, or nothing.
 *
 * @example bodyFormOf(importSales) // 'bytes'
 */
export function bodyFormOf({ kind, body }: Pick<Route, 'kind' | 'body'>): BodyForm {
  if (kind === 'upload') return 'bytes';
  if (kind === 'pipe') return body ? 'lines' : 'bytes';
  if (kind === 'bulk') return 'lines';
  return body ? 'json' : 'none';
}

/** Whether a route answers with a stream of JSON lines. */
export function answersWithLines({ kind }: Pick<Route, 'kind'>): boolean {
  return kind === 'rows' || kind === 'pipe';
}

function assertClosed(route: Route, part: 'params' | 'query' | 'body'): void {
  const schema = route[part] && jsonSchemaOf(route[part]);
  if (!schema || schema['type'] !== 'object' || schema['additionalProperties'] === false) return;
  throw new TypeError(
    `${route.method} ${route.path}: ${part} must be a z.strictObject, so that unknown fields are refused`,
  );
}

/** Only a write has the one transaction in which it is looked up and done. */
function assertSeparation({ kind, method, path, apartFrom }: Route): void {
  if (!apartFrom) return;
  if (kind !== 'write') throw new TypeError(`${method} ${path}: apartFrom is for a write, not for ${kind}`);
  if (!path.includes(`:${apartFrom.of}`))
    throw new TypeError(`${method} ${path}: apartFrom is of "${apartFrom.of}", which is not in the path`);
}

function assertParams({ method, path, params }: Route): void {
  const inPath = [...path.matchAll(/:(\w+)/g)].map((match) => match[1]!);
  const schema: JsonSchema = params ? jsonSchemaOf(params) : {};
  const declared = Object.keys(schema['properties'] ?? {});
  if (new Set([...inPath, ...declared]).size === inPath.length && inPath.length === declared.length) return;
  throw new TypeError(
    `${method} ${path}: params declares [${declared.join()}], the path has [${inPath.join()}]`,
  );
}
