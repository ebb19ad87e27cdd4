import { type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CliError } from '../cli-error.js';

/** An address on this machine that an issuer sends a browser back to. */
export interface Callback {
  readonly redirectUri: string;
  /** Waits for the address that the browser comes back with. */
  called(state: string): Promise<URL>;
  close(): void;
}

const PATH = '/callback';

/**
 * Listens on a free port of this machine until a browser comes back, for as long as a person may take. Whoever calls
 * without the state of the request, such as another page, is not listened to.
 */
export async function listenForCallback(patienceMs: number): Promise<Callback> {
  const server = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<URL>();
  let expected: string | undefined;
  const redirectUri = `http://127.0.0.1:${await listen(server)}${PATH}`;
  server.on('request', (request, response) => {
    const address = URL.parse(request.url ?? '/', redirectUri);
    const isCallback = address?.pathname === PATH && address.searchParams.get('state') === expected;
    if (isCallback) resolve(address);
    answer(response, isCallback);
  });
  const tooLate = new CliError('Nobody logged in.', 'Begin again with "npm run quyu -- login".');
  const timer = setTimeout(() => reject(tooLate), patienceMs);
  const close = (): void => {
    clearTimeout(timer);
    server.close();
  };
  const called = (state: string): Promise<URL> => {
    expected = state;
    return promise;
  };
  return { redirectUri, called, close };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((listening, failed) => {
    server.once('error', failed);
    server.listen(0, '127.0.0.1', listening);
  });
  return (server.address() as AddressInfo).port;
}

function answer(response: ServerResponse, isCallback: boolean): void {
  response.writeHead(isCallback ? 200 : 404, {
    'content-type': 'text/plain; charset=utf-8',
    'content-security-policy': "default-src 'none'",
    connection: 'close',
  });
  response.end(
    isCallback ? '可以关闭此页面，回到终端。\nYou can close this page and go back to the terminal.\n' : '',
  );
}
