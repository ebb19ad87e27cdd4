import type { NatsConnection } from '@nats-io/transport-node';
import type { PluginSpec } from '@quyu/plugin-kit';
import type { Logger } from 'pino';
import { PROVISIONER, connectNats, provision, verifyProvisioned } from '../bus/index.js';
import { bootStep } from './boot-error.js';
import { gatherFaults } from './gather-faults.js';
import { natsLogin } from './nats-login.js';
import type { HostSettings } from './settings.js';
import type { StopStep } from './shutdown.js';

/** What preparing the broker takes. */
export interface BrokerToPrepare {
  readonly settings: HostSettings;
  readonly specs: readonly PluginSpec[];
  /** Whether missing streams and consumers are made or refused. */
  readonly provision: boolean;
  readonly steps: StopStep[];
  readonly log: Logger;
}

const REMEDY = 'Is it running, with JetStream, and are QUYU_NATS_URL and the users right?';

/**
 * Connects each plugin to the broker, as its own user, and sees to it that its streams and consumers are there.
 *
 * @returns the connections by plugin.
 */
export async function prepareBroker(broker: BrokerToPrepare): Promise<ReadonlyMap<string, NatsConnection>> {
  const { settings, specs, log, steps } = broker;
  if (broker.provision) await provisionAs(PROVISIONER, broker);
  const connections = new Map<string, NatsConnection>();
  for (const spec of specs) {
    const { id } = spec;
    const nc = await connectAs(id, settings, log.child({ plugin: id }));
    steps.push({ phase: 'broker', name: `broker of ${id}`, stop: () => nc.drain() });
    connections.set(id, nc);
  }
  if (!broker.provision) await verifyAll(connections, broker);
  return connections;
}

/** What any of them lacks is told at once. */
async function verifyAll(
  connections: ReadonlyMap<string, NatsConnection>,
  { settings, specs }: BrokerToPrepare,
): Promise<void> {
  const verify = async (spec: PluginSpec): Promise<void> => {
    const nc = connections.get(spec.id);
    if (nc) await verifyProvisioned(nc, settings.busRoot, spec);
  };
  await gatherFaults(
    specs.map((spec) => bootStep({ name: 'checking NATS', plugin: spec.id }, () => verify(spec))),
  );
}

function connectAs(user: string, settings: HostSettings, log: Logger): Promise<NatsConnection> {
  return bootStep({ name: `connecting to NATS as ${user}`, remedy: REMEDY }, () =>
    connectNats({ natsUrl: settings.natsUrl, name: `quyu ${user}`, log, options: natsLogin(settings, user) }),
  );
}

async function provisionAs(user: string, { settings, specs, log }: BrokerToPrepare): Promise<void> {
  const nc = await connectAs(user, settings, log);
  try {
    const { busRoot: root, streamReplicas: replicas } = settings;
    await bootStep({ name: 'provisioning NATS' }, () => provision({ nc, specs, root, replicas }));
  } finally {
    await nc.close();
  }
}
