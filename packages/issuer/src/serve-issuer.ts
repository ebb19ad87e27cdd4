import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { handleLogin } from './login/handle-login.js';
import { createFailureLimit } from './login/limit-failures.js';
import { failurePage } from './login/failure-page.js';
import { sendPage } from './login/page.js';
import { LOGIN_PATH, providerSettings } from './provider/provider-settings.js';
import type { IssuerOptions, RunningIssuer } from './start-issuer.js';

const LOOPBACK = '127.0.0.1';
const LONGEST_REQUEST_MS = 10_000;

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Listens first: the address is part of everything that the provider says. */
export async function serveIssuer(options: IssuerOptions): Promise<RunningIssuer> {
  const server = createServer({ requestTimeout: LONGEST_REQUEST_MS });
  const port = await listen(server, options.port);
  const url = `http://${LOOPBACK}:${port}`;
  const handle = handlerOf(url, options);
  server.on('request', (request, response) => {
    handle(request, response).catch((error: unknown) => {
      options.onTrouble?.(error);
      if (response.headersSent) response.destroy();
      else sendPage(response, 500, failurePage('something failed on our side'));
    });
  });
  return { url, port, stop: () => stop(server) };
}

function handlerOf(url: string, { people, secrets, onTrouble, nowMs = Date.now }: IssuerOptions): Handler {
  const provider = new Provider(url, providerSettings(people, secrets, nowMs));
  provider.on('server_error', (_ctx, error) => onTrouble?.(error));
  const { host } = new URL(url);
  const answer = provider.callback();
  const limit = createFailureLimit(() => performance.now());
  const login = { provider, people, password: secrets.password, limit };
  return async (request, response) => {
    // A page of another name that resolves to this machine must not talk to it (DNS rebinding).
    if (request.headers.host !== host) sendPage(response, 421, failurePage(`this is ${url}`));
    else if (request.url?.startsWith(LOGIN_PATH)) await handleLogin(request, response, login);
    else await answer(request, response);
  };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(port, LOOPBACK, listening);
  });
  return (server.address() as AddressInfo).port;
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((done) => server.close(() => done()));
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), 1000).unref();
  await closed;
}
