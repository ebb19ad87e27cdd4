import type { ProblemDocument } from '@quyu/contract-kit';
import type { TestHost } from '../test-host.js';

/** A request as any client could send it, and its answer as text. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON, or its first line. */
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever the server says
  readonly json: any;
  /** The same where a problem is expected. */
  readonly problem: ProblemDocument;
}

/** Sends requests with a token of all permissions unless the headers say otherwise. */
export function rawRequests(
  app: () => TestHost,
): (method: string, path: string, init?: RequestInit) => Promise<RawAnswer> {
  return async (method, path, init = {}) => {
    const headers = new Headers(init.headers);
    if (!headers.has('authorization')) headers.set('authorization', `Bearer ${await app().token()}`);
    if (headers.get('authorization') === '') headers.delete('authorization');
    const response = await fetch(new URL(path, app().url), { ...init, method, headers, redirect: 'manual' });
    const text = await response.text();
    const isJson = text !== '' && response.headers.get('content-type')?.includes('json') === true;
    const json = isJson ? JSON.parse(text.split('\n')[0]!) : undefined;
    return { status: response.status, headers: response.headers, text, json, problem: json };
  };
}

/** A JSON body. */
export function jsonBody(value: unknown, headers: Record<string, string> = {}): RequestInit {
  return { body: JSON.stringify(value), headers: { 'content-type': 'application/json', ...headers } };
}

/** Sends a JSON request with a token of all permissions. */
export function fetchJson(
  app: TestHost,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<RawAnswer> {
  return rawRequests(() => app)(method, path, body === undefined ? { headers } : jsonBody(body, headers));
}
