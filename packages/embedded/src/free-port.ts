import { createServer } from 'node:net';
import { readFileSync, writeFileSync } from 'node:fs';
import { EmbeddedError, errnoOf } from './errors.js';

/** The only interface embedded servers listen on. */
export const LOOPBACK = '127.0.0.1';

/**
 * Finds a TCP port that is free on the loopback interface: `preferred` when it is free, any other
 * when not. Another process may still take it before you do, so be ready to ask again.
 *
 * @example
 * const port = await freePort(8080); // 8080, or some free port
 */
export async function freePort(preferred?: number): Promise<number> {
  if (preferred !== undefined && (await isFree(preferred))) return preferred;
  return listenOnce(0);
}

/** True when a server of ours could listen on `port` on the loopback interface now. */
export async function isFree(port: number): Promise<boolean> {
  try {
    await listenOnce(port);
    return true;
  } catch (error) {
    if (errnoOf(error) === 'EADDRINUSE' || errnoOf(error) === 'EACCES') return false;
    throw error;
  }
}

/** The port to use: the one asked for (which must be free), else the one remembered in `file`, else any. */
export async function choosePort(file: string, asked: number | undefined, what: string): Promise<number> {
  if (asked === undefined) return rememberPort(file, await freePort(recallPort(file)));
  if (!(await isFree(asked))) throw portTaken(asked, what);
  return asked;
}

/** The error for an explicitly requested port that something else holds. */
export function portTaken(port: number, what: string): EmbeddedError {
  return new EmbeddedError(
    'PORT_TAKEN',
    `${what} cannot listen on ${LOOPBACK}:${port}: another process holds the port (or it needs more rights). Stop that process, choose another port, or leave the port out to get a free one.`,
  );
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ port, host: LOOPBACK, exclusive: true }, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}

function recallPort(file: string): number | undefined {
  try {
    const port = Number(readFileSync(file, 'utf8').trim());
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
  } catch {
    return undefined; // the first start, or a damaged note: any free port will do
  }
}

function rememberPort(file: string, port: number): number {
  writeFileSync(file, `${port}\n`);
  return port;
}
