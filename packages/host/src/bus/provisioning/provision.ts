import { JetStreamApiError, type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { PluginSpec } from '@quyu/plugin-kit';
import { messageOf } from '../../database/errors.js';
import { assertReplicas, assertServer } from '../connection/connection.js';
import { describeStep } from './describe-step.js';
import { lanesOf } from '../lanes/lanes.js';
import {
  type FoundStream,
  type Provisioned,
  type Step,
  type Wished,
  planProvision,
} from './plan-provision.js';
import { consumerWish, differences, givenUpWish, streamWish } from './stream-config.js';

/** Settings of {@link provision}. */
export interface ProvisionSettings {
  readonly nc: NatsConnection;
  readonly specs: readonly PluginSpec[];
  /** First token of every subject. */
  readonly root: string;
  /** How many servers keep each stream: 1, or 3 in production. */
  readonly replicas: number;
  /** Only plans: changes nothing and refuses nothing. */
  readonly dryRun?: boolean;
  /** Does what could lose something, too. */
  readonly allowDestructive?: boolean;
  /** Deletes consumers that are named like our services' and that no spec needs. */
  readonly prune?: boolean;
}

/** The broker cannot be set up as the plugins need it; the message says what to do. */
export class ProvisionError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'ProvisionError';
  }
}

/**
 * Makes the streams and consumers that the plugins need, and changes those that differ. Running it again changes nothing.
 *
 * @returns what was done, or with `dryRun` would be.
 * @throws ProvisionError before anything is touched, when a change could lose something and that is not allowed; or when the
 * server does not take a setting.
 * @example await provision({ nc, specs, root: 'quyu', replicas: 3 });
 */
export async function provision(settings: ProvisionSettings): Promise<readonly Provisioned[]> {
  const { nc, prune = false, dryRun = false, allowDestructive = false } = settings;
  assertServer(nc);
  assertReplicas(nc, settings.replicas);
  const manager = await jetstreamManager(nc, { checkAPI: false });
  const wished = wishedOf(settings);
  const steps = planProvision(await look(manager, wished), wished, prune);
  if (dryRun) return steps;
  refuse(steps, allowDestructive);
  for (const step of steps.filter(({ kind }) => kind === 'stream')) await carryOut(manager, step);
  const consumers = steps.filter(({ kind }) => kind === 'consumer');
  for (let from = 0; from < consumers.length; from += AT_A_TIME)
    await Promise.all(consumers.slice(from, from + AT_A_TIME).map((step) => carryOut(manager, step)));
  return steps;
}

/** Consumers do not depend on each other, and in a cluster each waits until its servers have chosen a leader. */
const AT_A_TIME = 8;

function wishedOf({ specs, root, replicas }: ProvisionSettings): Wished {
  const publishing = specs.filter(({ publishes }) => publishes.length > 0);
  const lanes = specs.flatMap((spec) => lanesOf(root, spec));
  return {
    streams: [
      ...publishing.map(({ id }) => streamWish(root, id, replicas)),
      ...(publishing.length > 0
        ? [
            givenUpWish(
              root,
              publishing.map(({ id }) => id),
              replicas,
            ),
          ]
        : []),
    ],
    consumers: lanes.map((lane) => ({ stream: lane.stream, wish: consumerWish(lane) })),
    services: specs.map(({ id }) => id),
  };
}

/** What there is of the streams that are wished, and of those that services elsewhere have. */
async function look(manager: JetStreamManager, { streams, consumers }: Wished) {
  const names = new Set([...streams.map(({ name }) => name), ...consumers.map(({ stream }) => stream)]);
  const found = new Map<string, FoundStream>();
  for (const name of names) {
    const stream = await orMissing(manager.streams.info(name));
    if (!stream) continue;
    const infos = [];
    for await (const { config } of manager.consumers.list(name)) infos.push(config);
    found.set(name, { config: stream.config, consumers: infos });
  }
  return found;
}

function refuse(steps: readonly Step[], allowDestructive: boolean): void {
  const impossible = steps.filter(({ impossible: is }) => is);
  if (impossible.length > 0)
    throw new ProvisionError(
      `nothing was changed, because this cannot be:\n${linesOf(impossible)}\n` +
        'Move to a new stream (another QUYU_BUS_ROOT), or copy the events and delete the stream by hand.',
    );
  const dangerous = steps.filter(({ loss }) => loss !== undefined);
  if (dangerous.length > 0 && !allowDestructive)
    throw new ProvisionError(
      `nothing was changed, because something could be lost:\n${dangerous.map(lossLine).join('\n')}\n` +
        'If that is what you want, say --allow-destructive.',
    );
}

function lossLine(step: Step): string {
  const line = `  ${describeStep(step)}`;
  return step.action === 'deleted' ? `${line}: ${step.loss}` : line;
}

function linesOf(steps: readonly Step[]): string {
  return steps.map((step) => `  ${describeStep(step)}`).join('\n');
}

async function carryOut(manager: JetStreamManager, step: Step): Promise<void> {
  if (step.action === 'unchanged' || step.action === 'orphaned') return;
  const name = `${step.kind} ${step.name}`;
  try {
    if (step.kind === 'stream') await carryOutStream(manager, step, name);
    else await carryOutConsumer(manager, step, name);
  } catch (error) {
    if (error instanceof ProvisionError) throw error;
    throw new ProvisionError(`${name} could not be made: ${messageOf(error)}${hintOf(error)}`, error);
  }
}

async function carryOutStream(
  manager: JetStreamManager,
  { stream, action }: Extract<Step, { kind: 'stream' }>,
  name: string,
): Promise<void> {
  if (action === 'created') return assertTaken(name, (await manager.streams.add(stream)).config, stream);
  const { config } = await manager.streams.info(stream.name);
  const updated = await manager.streams.update(stream.name, { ...config, ...stream });
  assertTaken(name, updated.config, stream);
}

async function carryOutConsumer(
  manager: JetStreamManager,
  { stream, durable, action, consumer }: Extract<Step, { kind: 'consumer' }>,
  name: string,
): Promise<void> {
  if (action === 'deleted' || action === 'recreated') await manager.consumers.delete(stream, durable);
  if (!consumer) return;
  const made =
    action === 'updated'
      ? manager.consumers.update(stream, durable, { ...consumer })
      : manager.consumers.add(stream, { ...consumer });
  assertTaken(name, (await made).config, consumer);
}

/** Older servers drop what they do not know without a word. */
function assertTaken(name: string, made: object, wish: object): void {
  const [missing] = differences(made, wish);
  if (missing)
    throw new ProvisionError(
      `${name}: the server did not take a setting: ${missing.setting} is ` +
        `${JSON.stringify(missing.found)} and should be ${JSON.stringify(missing.wished)}`,
    );
}

/** The broker's codes for a cluster that is too small. */
const TOO_SMALL = new Set([10_005, 10_023, 10_074]);

function hintOf(error: unknown): string {
  if (!(error instanceof JetStreamApiError) || !TOO_SMALL.has(error.code)) return '';
  return ' (are there as many servers with JetStream and room as copies are wanted? See --replicas)';
}

/** A lookup's answer, or undefined when the broker says that there is no such thing. */
export async function orMissing<T>(lookup: Promise<T>): Promise<T | undefined> {
  try {
    return await lookup;
  } catch (error) {
    if (error instanceof JetStreamApiError && error.status === 404) return undefined;
    throw error;
  }
}
