import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { streamName } from '@quyu/contract-kit';
import type { PluginSpec } from '@quyu/plugin-kit';
import { lanesOf } from './lanes.js';
import { ProvisionError, orMissing } from './provision.js';
import { consumerWish, differences } from './stream-config.js';

/**
 * Checks that a plugin finds its stream and consumers. Running services never make any: they have no right to.
 *
 * @throws ProvisionError that lists what is missing or different, and says to run `quyu provision`.
 */
export async function verifyProvisioned(nc: NatsConnection, root: string, spec: PluginSpec): Promise<void> {
  const manager = await jetstreamManager(nc, { checkAPI: false });
  const faults: string[] = [];
  const own = streamName(root, spec.id);
  if (spec.publishes.length > 0 && !(await orMissing(manager.streams.info(own))))
    faults.push(`there is no stream ${own}`);
  for (const lane of lanesOf(root, spec)) {
    const found = await orMissing(manager.consumers.info(lane.stream, lane.durable));
    const [difference] = found ? differences(found.config, consumerWish(lane)) : [];
    if (!found) faults.push(`there is no consumer ${lane.durable} of stream ${lane.stream}`);
    if (difference)
      faults.push(`consumer ${lane.durable} of stream ${lane.stream} has another ${difference.setting}`);
  }
  if (faults.length > 0) throw new ProvisionError(`${spec.id}: ${faults.join('; ')}: run quyu provision`);
}
