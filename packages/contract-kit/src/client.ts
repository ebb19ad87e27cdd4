import type { Api, Routes } from './api.js';
import { pathOf } from './api.js';
import { parseJson } from './json.js';
import { linesOf, toBody } from './wire.js';
import { Problem, type ProblemDocument, platformErrors } from './problem.js';
import { answersWithLines, bodyFormOf, type Route, type RouteKind } from './route.js';

/** Where a client calls and as whom. */
export interface ClientOptions {
  /** Scheme, host and port, e.g. `http://127.0.0.1:8080`. */
  readonly baseUrl: string;
  /** A bearer token, or a function that gives a fresh one for each call. */
  readonly token?: string | (() => string | Promise<string>);
  /** How long one call may take, in milliseconds. Default 30,000; streams have no limit. */
  readonly timeoutMs?: number;
  /** Headers added to every call, e.g. correlation. */
  readonly headers?: () => Readonly<Record<string, string>>;
  readonly fetch?: typeof fetch;
}

/** A stream of bytes to upload. */
export type Bytes = AsyncIterable<Uint8Array> | Uint8Array | string;

type Part<Name extends string, T> = unknown extends T
  ? {}
  : {} extends T
    ? { readonly [N in Name]?: T }
    : { readonly [N in Name]: T };
type Lines<Body> = { readonly body: Iterable<Body> | AsyncIterable<Body> };
type BodyPart<K, Body> = K extends 'bulk'
  ? Lines<Body>
  : [K, Body] extends ['pipe', {}]
    ? Lines<Body>
    : K extends 'upload' | 'pipe'
      ? { readonly body: Bytes }
      : [Body] extends [undefined]
        ? {}
        : { readonly body: Body };

/** What a call takes: path parameters, query and body as the route declares them. */
export type CallInput<K, Params, Query, Body> = Part<'params', Params> &
  Part<'query', Query> &
  BodyPart<K, Body> & { readonly idempotencyKey?: string; readonly ifMatch?: number };

/** The function a client has for a route. A `rows` or `pipe` route gives a stream of its lines. */
export type Call<R> =
  R extends Route<infer K, infer Params, infer Query, infer Body, infer Answer>
    ? (
        input: CallInput<K, Params, Query, Body>,
      ) => K extends 'rows' | 'pipe' ? AsyncIterable<Answer> : Promise<Answer>
    : never;

/** A typed client of an API: one function per operation. */
export type Client<A> =
  A extends Api<string, infer R> ? { readonly [Operation in keyof R]: Call<R[Operation]> } : never;

/** What a query field may hold. */
type QueryValue = string | number | boolean | readonly (string | number | boolean)[] | undefined;

/** A call's input as the machinery below the types sees it. */
interface AnyInput {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, QueryValue>>;
  readonly body?: unknown;
  readonly idempotencyKey?: string;
  readonly ifMatch?: number;
}

/**
 * Makes a typed client. Calls go over HTTP even inside one process, so that embedded mode and pods cannot differ.
 * Writes carry an idempotency key of their own unless one is given.
 *
 * @throws Problem (rejected promise) with the service's own code when it answers with a problem document.
 * @example const partners = createClient(partnerApi, { baseUrl, token }); await partners.getPartner({ params: { partnerId } });
 */
export function createClient<Service extends string, R extends Routes>(
  api: Api<Service, R>,
  options: ClientOptions,
): Client<Api<Service, R>> {
  const calls = Object.entries(api.routes).map(([operation, route]) => {
    const send = (input: AnyInput): Promise<Response> => sendRequest(api, route, input, options);
    return [
      operation,
      answersWithLines(route)
        ? (input: AnyInput) => rows(send(input))
        : (input: AnyInput) => answer(send(input)),
    ];
  });
  return Object.freeze(Object.fromEntries(calls)) as Client<Api<Service, R>>;
}

async function sendRequest(
  api: Api,
  route: Route,
  input: AnyInput,
  options: ClientOptions,
): Promise<Response> {
  const token = typeof options.token === 'function' ? await options.token() : options.token;
  const init: RequestInit & { duplex?: 'half' } = {
    method: route.method,
    redirect: 'manual',
    headers: { accept: 'application/json', ...options.headers?.(), ...headersOf(route, input, token) },
  };
  if (!STREAMS.has(route.kind)) init.signal = AbortSignal.timeout(options.timeoutMs ?? 30_000);
  if (input.body !== undefined)
    Object.assign(init, { body: toBody(bodyFormOf(route), input.body), duplex: 'half' });
  if (init.body instanceof ReadableStream) Object.assign(init, SENT_ONCE);
  const response = await (options.fetch ?? fetch)(addressOf(api, route, input, options.baseUrl), init);
  refuseRedirect(response, options.baseUrl);
  if (!response.ok) throw await problemOf(response);
  return response;
}

/** A token and a body go to the address they are meant for, and nowhere that somebody on the way names. */
function refuseRedirect({ status, headers }: Response, baseUrl: string): void {
  if (status < 300 || status > 399) return;
  const detail = `${baseUrl} answers with a redirect to ${headers.get('location') ?? 'nowhere'}: set the address that is meant`;
  throw platformErrors.UNAVAILABLE({ detail });
}

/**
 * For a body that is a stream. As long as it might have to be sent again, to where a redirect leads, `fetch` keeps all of it in
 * memory; by these two it is told that it will not be.
 */
const SENT_ONCE = { redirect: 'error', window: null } as const satisfies RequestInit;

/** Kinds whose bodies or answers may take as long as they take. */
const STREAMS: ReadonlySet<RouteKind> = new Set<RouteKind>(['bulk', 'upload', 'rows', 'pipe']);

function headersOf(route: Route, input: AnyInput, token: string | undefined): Record<string, string> {
  const headers: Record<string, string> = {};
  if (token) headers['authorization'] = `Bearer ${token}`;
  if (route.kind === 'write') headers['idempotency-key'] = input.idempotencyKey ?? crypto.randomUUID();
  if (input.ifMatch !== undefined) headers['if-match'] = `"${input.ifMatch}"`;
  if (input.body !== undefined) headers['content-type'] = route.mediaType;
  return headers;
}

function addressOf(api: Api, route: Route, input: AnyInput, baseUrl: string): URL {
  const path = pathOf(api, route).replaceAll(/:(\w+)/g, (_, name: string) =>
    encodeURIComponent(input.params?.[name] ?? ''),
  );
  const url = new URL(path, baseUrl);
  for (const [name, value] of Object.entries(input.query ?? {})) {
    for (const each of [value].flat()) if (each !== undefined) url.searchParams.append(name, String(each));
  }
  return url;
}

async function answer(sent: Promise<Response>): Promise<unknown> {
  const text = await (await sent).text();
  return text === '' ? undefined : parseJson(text);
}

async function* rows(sent: Promise<Response>): AsyncIterable<unknown> {
  const { body } = await sent;
  if (!body) return;
  for await (const { text } of linesOf(body)) if (text !== '') yield parseJson(text);
}

async function problemOf(response: Response): Promise<Problem> {
  const text = await response.text();
  const document = readProblem(response.headers.get('content-type'), text);
  const title = document?.title ?? `${response.status} ${response.statusText}`;
  return new Problem(
    document?.code ?? 'INTERNAL',
    { status: response.status, title: { en: title, zh: title } },
    {
      detail: document?.detail ?? (document ? title : text.slice(0, 500)),
      ...(document?.errors ? { errors: document.errors } : {}),
    },
  );
}

function readProblem(mediaType: string | null, text: string): ProblemDocument | undefined {
  return mediaType?.includes('problem+json') ? (parseJson(text) as ProblemDocument) : undefined;
}

/**
 * Walks every item of a paged list.
 *
 * @example for await (const partner of itemsOf((cursor) => partners.listPartners({ query: { cursor } }))) ...
 */
export async function* itemsOf<T>(
  page: (
    cursor: string | undefined,
  ) => Promise<{ readonly items: readonly T[]; readonly next: string | null }>,
): AsyncIterable<T> {
  let cursor: string | undefined;
  do {
    const { items, next } = await page(cursor);
    yield* items;
    cursor = next ?? undefined;
  } while (cursor !== undefined);
}
