import { type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type LocalIssuer, createLocalIssuer } from '../local-issuer.js';

/** What the server of an issuer answers at an address: a body as JSON, or whatever it does with the response. */
export type Answer = object | ((response: ServerResponse) => void);

/** An issuer behind a real HTTP server. */
export interface ServedIssuer {
  readonly url: string;
  /** Answers by path; those of an issuer in good order to begin with. */
  readonly answers: Map<string, Answer>;
  /** The paths that were asked for, in order. */
  readonly asked: string[];
  /** Signs with a new key from here on, and serves that one and the last. */
  rotate(): Promise<void>;
  /** An `Authorization` header with a token of the current key. */
  bearer(kid?: string): Promise<string>;
  close(): void;
}

export const DISCOVERY = '/.well-known/openid-configuration';
export const KEYS = '/keys';

/** Starts an issuer on a free port. */
export async function serveIssuer(): Promise<ServedIssuer> {
  const answers = new Map<string, Answer>();
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const answer = answers.get(request.url ?? '');
    if (typeof answer === 'function') answer(response);
    else response.writeHead(answer ? 200 : 404).end(JSON.stringify(answer ?? {}));
  });
  const url = await listen(server);
  let turn = 0;
  let issuer: LocalIssuer;
  let served: object[] = [];
  let kid = '';
  const rotate = async (): Promise<void> => {
    issuer = await createLocalIssuer({ issuer: url, audience: 'quyu' });
    kid = `key-${(turn += 1)}`;
    served = [{ ...issuer.jwks.keys[0], kid }, ...served.slice(0, 1)];
    answers.set(KEYS, { keys: served });
  };
  await rotate();
  answers.set(DISCOVERY, { issuer: url, jwks_uri: `${url}${KEYS}` });
  const bearer = async (named = kid): Promise<string> => {
    const overrides = { header: { kid: named } };
    return `Bearer ${await issuer.mint({ subject: 'ann', permissions: [], expiresInSeconds: 60, overrides })}`;
  };
  return { url, answers, asked, rotate, bearer, close: () => void server.close() };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
