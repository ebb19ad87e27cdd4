import { Agent, request as httpRequest } from 'node:http';
import { text } from 'node:stream/consumers';
import type { ProblemDocument } from '@quyu/contract-kit';
import type { WireRequest } from './request.js';

/** What a server answered. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The problem document, if it is one. */
  readonly problem: ProblemDocument | undefined;
}

/** Sends a request and waits for its answer. */
export type Exchange = (request: WireRequest, token?: string) => Promise<Answer>;

/**
 * Connects to a server. Not `fetch`, which tidies an address up (`/../`) and chooses headers of its own: here goes out
 * exactly what is given.
 */
export function openExchange(baseUrl: string): Exchange {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const { hostname, port } = new URL(baseUrl);
  return ({ method, path, headers, body }, token) =>
    new Promise((resolve, reject) => {
      const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
      const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
      // What ends its connection gets one of its own: one from the pool may just be ending after the last of its kind.
      const connection = headers?.['connection'] === 'close' ? false : agent;
      const outgoing = httpRequest(
        {
          agent: connection,
          hostname,
          port,
          method,
          path,
          headers: { ...length, ...headers, ...authorization },
        },
        (response) => {
          const { statusCode = 0, headers: received } = response;
          text(response).then((content) => resolve(answerOf(statusCode, received, content)), reject);
        },
      );
      outgoing.once('error', reject);
      outgoing.end(body);
    });
}

function answerOf(status: number, headers: Answer['headers'], content: string): Answer {
  const isProblem = String(headers['content-type']).startsWith('application/problem+json');
  const problem = isProblem && content !== '' ? (JSON.parse(content) as ProblemDocument) : undefined;
  return { status, headers, text: content, problem };
}
