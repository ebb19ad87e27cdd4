import type { NatsConnection } from '@nats-io/transport-node';
import type { PluginSpec } from '@quyu/plugin-kit';
import type { Logger } from 'pino';
import { connectNats, provision, verifyProvisioned } from '../bus/index.js';
import { bootStep } from './boot-error.js';
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

const REMEDY = 'Is it running, with JetStream, and is QUYU_NATS_URL right?';

/** Connects to the broker and sees to it that every plugin's streams and consumers are there. */
export async function prepareBroker(broker: BrokerToPrepare): Promise<NatsConnection> {
  const { settings, specs, log } = broker;
  const name = `quyu ${specs.map(({ id }) => id).join(' ')}`;
  const nc = await bootStep({ name: 'connecting to NATS', remedy: REMEDY }, () =>
    connectNats({ natsUrl: settings.natsUrl, name, log }),
  );
  broker.steps.push({ phase: 'broker', name: 'broker', stop: () => nc.drain() });
  const root = settings.busRoot;
  if (broker.provision) {
    await bootStep({ name: 'provisioning NATS' }, () =>
      provision({ nc, specs, root, replicas: settings.streamReplicas }),
    );
    return nc;
  }
  for (const spec of specs)
    await bootStep({ name: 'checking NATS', plugin: spec.id }, () => verifyProvisioned(nc, root, spec));
  return nc;
}
