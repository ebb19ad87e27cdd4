import { hash } from 'node:crypto';
import { answersWithLines, type Route, type z, jsonSchemaOf } from '@quyu/contract-kit';
import type { RouteRequest } from '@quyu/plugin-kit';
import type { FastifyRequest } from 'fastify';
import type { Actor, Resource } from './actor.js';
import { redactorOf } from './redact.js';

/** The longest text of what was asked that is kept, in characters. Of a longer one the digest is. */
const LONGEST = 8192;
/** Escapes of what Postgres cannot hold in JSON: NUL and halves of surrogate pairs. */
const UNSTORABLE = /\\u(0000|d[89a-f][0-9a-f]{2})/gi;

type ActorOf = (input: RouteRequest, request: FastifyRequest) => Actor;

/**
 * Makes the reading of a route's actor: the caller, what it asks for without what is personal, and where it asks from. What is
 * streamed is not kept: the changes say what came of it.
 */
export function requestActor({
  route,
  operation,
}: {
  readonly route: Route;
  readonly operation: string;
}): ActorOf {
  const always = route.kind !== 'read' && !answersWithLines(route);
  const detailsOf = detailsReader(route);
  const resourceOf = resourceReader(route);
  return (input, request) => ({
    subject: input.caller.subject,
    operation,
    always,
    resource: resourceOf(input.params),
    requestId: request.id,
    address: request.ip,
    idempotencyKey: headerOf(request, 'idempotency-key'),
    ...(always ? { details: detailsOf(input) } : {}),
  });
}

function headerOf({ headers }: FastifyRequest, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : undefined;
}

function detailsReader(route: Route): (input: RouteRequest) => string {
  const params = readerOf(route.params);
  const query = readerOf(route.query);
  const body = route.kind === 'write' || route.kind === 'act' ? readerOf(route.body) : () => undefined;
  return (input) => {
    const asked = { params: params(input.params), query: query(input.query), body: body(input.body) };
    return storable(boundDetails(asked));
  };
}

function readerOf(schema: z.ZodType | undefined): (value: unknown) => unknown {
  return (schema && redactorOf(jsonSchemaOf(schema))) ?? ((value) => value);
}

interface Asked {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

function boundDetails(asked: Asked): string {
  const text = JSON.stringify(asked);
  if (text.length <= LONGEST) return text;
  const { body, ...address } = asked;
  const left = JSON.stringify(body) ?? '';
  const digest = { characters: left.length, sha256: hash('sha256', left, 'hex') };
  const short = JSON.stringify({ ...address, bodyDigest: digest });
  return short.length <= LONGEST ? short : JSON.stringify({ bodyDigest: digest });
}

function storable(text: string): string {
  return text.replaceAll(UNSTORABLE, '\\ufffd');
}

/** The last parameter of the path names what a request is about: `/partners/:partnerId/decision` is about a partner. */
function resourceReader(route: Route): (params: unknown) => Resource | undefined {
  const [segment, name] = /([\w-]+)\/:(\w+)(?!.*:)/.exec(route.path)?.slice(1) ?? [];
  if (segment === undefined || name === undefined) return () => undefined;
  const type = /^(?<kind>\w+)Id$/.exec(name)?.groups?.['kind'] ?? singular(segment);
  return (params) => {
    const id = (params as Readonly<Record<string, unknown>>)[name];
    return typeof id === 'string' || typeof id === 'number'
      ? { type: snakeCase(type), id: `${id}` }
      : undefined;
  };
}

function singular(segment: string): string {
  return segment.replace(/ies$/, 'y').replace(/s$/, '');
}

/** As tables are named, so that a resource and the rows of its table are found by one name. */
function snakeCase(name: string): string {
  return name.replaceAll('-', '_').replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
