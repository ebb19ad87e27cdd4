import { join } from 'node:path';
import { LOOPBACK } from '../free-port.js';

/** The two ports of a server: clients, and its HTTP monitoring. */
export interface NatsPorts {
  readonly client: number;
  readonly monitor: number;
}

/**
 * The server's configuration file: JetStream on disk below `dir`, on the loopback interface only.
 *
 * @param authorization who may do what, in the language of this file; without it everybody may do everything.
 */
export function natsConfig(dir: string, ports: NatsPorts, authorization = ''): string {
  return [
    'server_name: quyu-embedded',
    `listen: "${LOOPBACK}:${ports.client}"`,
    `http: "${LOOPBACK}:${ports.monitor}"`,
    `pid_file: ${quote(pidFileIn(dir))}`,
    'max_payload: 1MB',
    `jetstream { store_dir: ${quote(join(dir, 'jetstream'))} }`,
    authorization,
  ].join('\n');
}

/** The file that names the running server of `dir`. */
export function pidFileIn(dir: string): string {
  return join(dir, 'nats-server.pid');
}

/** JSON's escapes are the ones the configuration language knows, and it takes UTF-8 as it is. */
function quote(path: string): string {
  return JSON.stringify(path);
}
