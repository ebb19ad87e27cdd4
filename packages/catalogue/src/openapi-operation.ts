import {
  answersWithLines,
  type Api,
  bodyFormOf,
  type JsonSchema,
  jsonSchemaOf,
  pathOf,
  type Route,
} from '@quyu/contract-kit';
import { type JsonObject, embedSchema } from './embed-schema.js';
import { platformCodesByStatus, problemResponse, problemResponseName } from './openapi-components.js';

/** An operation and where it goes in the document: `paths[path][method]`. */
export interface Operation {
  readonly path: string;
  readonly method: string;
  readonly content: JsonObject;
}

/** What OpenAPI says of one route. */
export function operationOf(api: Api, operation: string, route: Route): Operation {
  const path = pathOf(api, route).replaceAll(/:(\w+)/g, '{$1}');
  const method = route.method.toLowerCase();
  const at = ['paths', path, method];
  const body = requestBody(route, [...at, 'requestBody']);
  const content = {
    operationId: `${api.service}.${operation}`,
    tags: [api.service],
    summary: route.summary.en,
    'x-summary-zh': route.summary.zh,
    description: descriptionOf(api, route),
    'x-permission': route.permission,
    ...(route.apartFrom ? { 'x-apart-from': route.apartFrom.operations } : {}),
    security: [{ bearer: [] }],
    parameters: parametersOf(route, at),
    ...(body ? { requestBody: body } : {}),
    responses: responsesOf(route, at),
  };
  return { path, method, content };
}

function descriptionOf(api: Api, { permission, apartFrom }: Route): string {
  const needs = `Needs the permission \`${permission}\`: ${api.permissions[permission] ?? ''}`;
  if (!apartFrom) return needs;
  return `${needs} Whoever has done ${apartFrom.operations.join(' or ')} to it may not do this.`;
}

function parametersOf(route: Route, at: readonly string[]): unknown[] {
  const parameters: unknown[] = [];
  for (const part of ['params', 'query'] as const) {
    const schema = route[part] && jsonSchemaOf(route[part]);
    const required = new Set((schema?.['required'] ?? []) as string[]);
    for (const [name, property] of Object.entries(
      (schema?.['properties'] ?? {}) as Record<string, JsonSchema>,
    )) {
      const place =
        part === 'params' ? { in: 'path', required: true } : { in: 'query', required: required.has(name) };
      assertSelfContained(property, at, name);
      parameters.push({ name, ...place, schema: property });
    }
  }
  if (route.kind === 'write') parameters.push({ $ref: '#/components/parameters/IdempotencyKey' });
  if (route.ifMatch) parameters.push({ $ref: '#/components/parameters/IfMatch' });
  return parameters;
}

function assertSelfContained(schema: JsonSchema, at: readonly string[], name: string): void {
  if (!JSON.stringify(schema).includes('"$ref"')) return;
  throw new TypeError(
    `${at[2]} ${at[1]}: the parameter ${name} refers to another schema; parameters must be plain`,
  );
}

function requestBody(route: Route, at: readonly string[]): JsonObject | undefined {
  const form = bodyFormOf(route);
  if (form === 'bytes') {
    return {
      required: true,
      content: { [route.mediaType]: { schema: { type: 'string' } } },
      'x-body-limit': route.bodyLimit,
    };
  }
  if (!route.body) return undefined;
  return {
    required: true,
    ...mediaOf(route.mediaType, form === 'lines', route.body, at),
    'x-body-limit': route.bodyLimit,
  };
}

/** A body as JSON, or as JSON lines: OpenAPI 3.1 cannot type a line, 3.2 will (`itemSchema`), so an extension does. */
function mediaOf(
  mediaType: string,
  lines: boolean,
  schema: NonNullable<Route['body']>,
  at: readonly string[],
): JsonObject {
  const place = [...at, 'content', mediaType];
  const media = lines
    ? { schema: { type: 'string' }, 'x-itemSchema': embedSchema(schema, [...place, 'x-itemSchema']) }
    : { schema: embedSchema(schema, [...place, 'schema']) };
  return { content: { [mediaType]: media } };
}

function responsesOf(route: Route, at: readonly string[]): JsonObject {
  const statuses = platformStatuses(route);
  const codes = platformCodesByStatus();
  const reached = statuses.flatMap((status) => codes.get(status) ?? []);
  return {
    [route.status]: successOf(route, [...at, 'responses', String(route.status)]),
    ...Object.fromEntries(
      statuses.map((status) => [status, { $ref: `#/components/responses/${problemResponseName(status)}` }]),
    ),
    default: problemResponse([...new Set([...route.problems, ...reached])].toSorted()),
  };
}

function successOf(route: Route, at: readonly string[]): JsonObject {
  const lines = answersWithLines(route);
  const media =
    route.answer && mediaOf(lines ? 'application/x-ndjson' : 'application/json', lines, route.answer, at);
  return { description: route.summary.en, headers: headersOf(route), ...media };
}

function headersOf(route: Route): JsonObject {
  const properties = (route.answer ? jsonSchemaOf(route.answer)['properties'] : undefined) as
    | JsonObject
    | undefined;
  const reference = (name: string): JsonObject => ({ $ref: `#/components/headers/${name}` });
  const versioned = !answersWithLines(route) && properties && 'version' in properties;
  return {
    'X-Request-Id': reference('RequestId'),
    ...(versioned ? { ETag: reference('ETag') } : {}),
    ...(route.kind === 'write' ? { 'Idempotency-Replayed': reference('IdempotencyReplayed') } : {}),
    ...(route.status === 202 ? { Location: reference('JobLocation') } : {}),
  };
}

function platformStatuses(route: Route): number[] {
  const hasBody = bodyFormOf(route) !== 'none';
  return [
    400, 401, 403, 404,
    ...(route.kind === 'write' ? [409, 422] : route.kind === 'act' ? [409] : []),
    ...(route.ifMatch ? [412, 428] : []),
    ...(hasBody ? [413, 415] : []),
    429, 500, 503,
  ]; // prettier-ignore
}
