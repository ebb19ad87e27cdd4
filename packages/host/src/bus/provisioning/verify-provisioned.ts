import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { streamName } from '@quyu/contract-kit';
import type { PluginSpec } from '@quyu/plugin-kit';
import { type Lane, lanesOf } from '../lanes/lanes.js';
import { ProvisionError, orMissing } from './provision.js';
import { consumerWish, differences } from './stream-config.js';

const SHOWN = 3;

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
  const lanes = await Promise.all(lanesOf(root, spec).map((lane) => faultOf(manager, lane)));
  faults.push(...lanes.filter((fault) => fault !== undefined));
  if (faults.length > 0) throw new ProvisionError(`${spec.id}: ${firstOf(faults)}: run quyu provision`);
}

/** A service has sixteen consumers a source: what is said of three says it of all. */
function firstOf(faults: readonly string[]): string {
  const more = faults.length - SHOWN;
  const shown = faults.slice(0, SHOWN).join('; ');
  return more > 0 ? `${shown}; and ${more} more` : shown;
}

async function faultOf(manager: JetStreamManager, lane: Lane): Promise<string | undefined> {
  const found = await orMissing(manager.consumers.info(lane.stream, lane.durable));
  if (!found) return `there is no consumer ${lane.durable} of stream ${lane.stream}`;
  const [difference] = differences(found.config, consumerWish(lane));
  if (!difference) return undefined;
  return `consumer ${lane.durable} of stream ${lane.stream} has another ${difference.setting}`;
}
