import { join } from 'node:path';

/** Where one server of a cluster listens. */
export interface ServerPorts {
  readonly client: number;
  readonly route: number;
  readonly monitor: number;
}

/** The place of one server on this machine instead of its pod. */
export interface Place {
  readonly folder: string;
  /** With `tls.crt`, `tls.key` and `ca.crt`. */
  readonly certificates: string;
  readonly ports: ServerPorts;
}

/**
 * The configuration of the manifests, with nothing but its places changed: ports, folders and the names of the other servers.
 *
 * @throws Error naming a place that the configuration does not have any more: a test must not run with another one unseen.
 */
export function configOnLoopback(
  config: string,
  { folder, certificates, ports }: Place,
  all: readonly Place[],
): string {
  const changes = [
    ['listen: "0.0.0.0:4222"', `listen: "127.0.0.1:${ports.client}"`],
    ['http: "0.0.0.0:8222"', `http: "127.0.0.1:${ports.monitor}"`],
    ['listen: "0.0.0.0:6222"', `listen: "127.0.0.1:${ports.route}"`],
    ['store_dir: "/data"', `store_dir: ${JSON.stringify(join(folder, 'data'))}`],
    ['"/etc/nats-tls/', `"${certificates}/`],
    ...all.map((each, index) => [
      `nats://nats-${index}.nats-headless:6222`,
      `nats://localhost:${each.ports.route}`,
    ]),
  ] as const;
  return changes.reduce((text, [from = '', to = '']) => {
    if (!text.includes(from)) throw new Error(`the configuration of the manifests has no ${from}`);
    return text.replaceAll(from, to);
  }, config);
}
