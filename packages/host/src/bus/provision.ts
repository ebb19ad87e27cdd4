import { JetStreamApiError, type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { PluginSpec } from '@quyu/plugin-kit';
import { messageOf } from '../database/errors.js';
import { assertServer } from './connection.js';
import { type Lane, lanesOf } from './lanes.js';
import {
  type Difference,
  type StreamWish,
  consumerWish,
  dangerOf,
  differences,
  givenUpWish,
  streamWish,
} from './stream-config.js';

/** Settings of {@link provision}. */
export interface ProvisionSettings {
  readonly nc: NatsConnection;
  readonly specs: readonly PluginSpec[];
  /** First token of every subject. */
  readonly root: string;
  /** How many servers keep each stream: 1, or 3 in production. */
  readonly replicas: number;
}

/** What was done to a stream or consumer. */
export interface Provisioned {
  readonly kind: 'stream' | 'consumer';
  /** A stream's name, or `<stream>/<consumer>`. */
  readonly name: string;
  readonly action: 'created' | 'updated' | 'unchanged';
  readonly changes: readonly Difference[];
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
 * Streams come first; nothing is ever deleted.
 *
 * @throws ProvisionError when a change could lose events, or the server did not take a setting.
 */
export async function provision(settings: ProvisionSettings): Promise<readonly Provisioned[]> {
  assertServer(settings.nc);
  const manager = await jetstreamManager(settings.nc);
  const done: Provisioned[] = [];
  for (const spec of settings.specs.filter((each) => each.publishes.length > 0)) {
    done.push(await ensureStream(manager, streamWish(settings.root, spec.id, settings.replicas)));
  }
  const publishing = settings.specs.filter((each) => each.publishes.length > 0).map(({ id }) => id);
  if (publishing.length > 0)
    done.push(await ensureStream(manager, givenUpWish(settings.root, publishing, settings.replicas)));
  for (const lane of settings.specs.flatMap((spec) => lanesOf(settings.root, spec))) {
    done.push(await ensureConsumer(manager, lane));
  }
  return done;
}

async function ensureStream(
  manager: JetStreamManager,
  wish: StreamWish | ReturnType<typeof givenUpWish>,
): Promise<Provisioned> {
  const name = `stream ${wish.name}`;
  const found = await orMissing(manager.streams.info(wish.name));
  const changes = found ? differences(found.config, wish) : [];
  refuseDanger(name, changes);
  if (!found) assertTaken(name, (await attempt(name, manager.streams.add(wish))).config, wish);
  else if (changes.length > 0) {
    const updated = await attempt(name, manager.streams.update(wish.name, { ...found.config, ...wish }));
    assertTaken(name, updated.config, wish);
  }
  return { kind: 'stream', name: wish.name, action: actionOf(found, changes), changes };
}

async function ensureConsumer(manager: JetStreamManager, lane: Lane): Promise<Provisioned> {
  const wish = consumerWish(lane);
  const name = `consumer ${lane.durable} of stream ${lane.stream}`;
  const found = await orMissing(manager.consumers.info(lane.stream, lane.durable));
  const changes = found ? differences(found.config, wish) : [];
  refuseDanger(name, changes);
  if (!found || changes.length > 0) {
    const made = found
      ? manager.consumers.update(lane.stream, lane.durable, { ...wish })
      : manager.consumers.add(lane.stream, { ...wish });
    assertTaken(name, (await attempt(name, made)).config, wish);
  }
  return {
    kind: 'consumer',
    name: `${lane.stream}/${lane.durable}`,
    action: actionOf(found, changes),
    changes,
  };
}

function actionOf(found: object | undefined, changes: readonly Difference[]): Provisioned['action'] {
  if (!found) return 'created';
  return changes.length > 0 ? 'updated' : 'unchanged';
}

function refuseDanger(name: string, changes: readonly Difference[]): void {
  for (const change of changes) {
    const danger = dangerOf(change);
    if (danger)
      throw new ProvisionError(
        `${name}: ${say(change)}, and ${danger}: change it by hand if that is what you want`,
      );
  }
}

/** Older servers drop what they do not know without a word. */
function assertTaken(name: string, made: object, wish: object): void {
  const [missing] = differences(made, wish);
  if (missing) throw new ProvisionError(`${name}: the server did not take a setting: ${say(missing)}`);
}

function say({ setting, found, wished }: Difference): string {
  return `${setting} is ${JSON.stringify(found)} and should be ${JSON.stringify(wished)}`;
}

async function attempt<T>(name: string, request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    throw new ProvisionError(`${name} could not be made: ${messageOf(error)}`, error);
  }
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
