import { join } from 'node:path';
import { createTemporaryFolder, resolveNatsServer, startNats } from '@quyu/embedded';
import { connectNats, createLog, natsLogin, provision, PROVISIONER } from '@quyu/host';
import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { PluginSpec } from '@quyu/plugin-kit';
import { rm } from 'node:fs/promises';
import { cacheFolder } from '../deployment/state-files.js';
import { type NatsAccounts, openNatsAccounts } from './nats-accounts.js';

/** A consumer that was provisioned. */
export interface FoundConsumer {
  readonly stream: string;
  readonly durable: string;
}

/** The broker of `quyu up`, with its users, provisioned for these services. */
export interface GuardedBroker {
  readonly url: string;
  readonly accounts: NatsAccounts;
  readonly streams: readonly string[];
  readonly consumers: readonly FoundConsumer[];
  connect(user: string): Promise<NatsConnection>;
  /** Stops the server and starts it again on the same port. @param changed variables of passwords that are others now. */
  restart(changed?: Readonly<Record<string, string>>): Promise<void>;
  stop(): Promise<void>;
}

export const ROOT = 'quyu';

/** Starts it in a folder of its own. */
export async function startGuardedBroker(specs: readonly PluginSpec[]): Promise<GuardedBroker> {
  const state = createTemporaryFolder('quyu-rights');
  const accounts = openNatsAccounts(state, ROOT, specs);
  const { path: bin } = await resolveNatsServer({ cacheDir: cacheFolder() });
  const { authorization, env } = accounts;
  const start = (changed = {}) =>
    startNats({ dir: join(state, 'nats'), bin, authorization, env: { ...env, ...changed } });
  let server = await start();
  const { url } = server;
  const open: NatsConnection[] = [];
  const connect = async (user: string): Promise<NatsConnection> => {
    const options = natsLogin({ busRoot: ROOT, natsUsers: accounts.passwords }, user);
    const nc = await connectNats({ natsUrl: url, name: user, log: createLog('silent'), options });
    open.push(nc);
    return nc;
  };
  const nc = await connect(PROVISIONER);
  await provision({ nc, specs, root: ROOT, replicas: 1 });
  const manager = await jetstreamManager(nc, { checkAPI: false });
  const streams = specs.filter(({ publishes }) => publishes.length > 0).map(({ id }) => streamOf(id));
  return {
    url,
    accounts,
    streams,
    consumers: await consumersOf(manager, streams),
    connect,
    async restart(changed) {
      await server.stop();
      server = await start(changed);
    },
    async stop() {
      for (const each of open) await each.close();
      await server.stop();
      await rm(state, { recursive: true, force: true });
    },
  };
}

/** The stream of a service, as documented. */
export function streamOf(service: string): string {
  return `${ROOT}_${service}`.toUpperCase().replaceAll('-', '_');
}

async function consumersOf(manager: JetStreamManager, streams: readonly string[]): Promise<FoundConsumer[]> {
  const found: FoundConsumer[] = [];
  for (const stream of streams)
    for await (const { name } of manager.consumers.list(stream)) found.push({ stream, durable: name });
  return found;
}
