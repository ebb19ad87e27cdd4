import type { NatsConnection } from '@nats-io/transport-node';
import type { Client } from 'pg';
import type { Logger } from 'pino';
import { relayRoleOf, schemaOf } from '../../database/names.js';
import { backoffMs } from '@quyu/lane';
import type { ConnectionWatch } from '../connection/connection-watch.js';
import { failpoint } from '../failpoint.js';
import { type OutboxRow, readOutbox, settleOutbox } from './outbox.js';
import { type Publisher, createPublisher } from './publisher.js';
import { leadWhilePossible } from '../session-lock.js';
import type { BusMeter } from '../../telemetry/meter.js';
import type { RelayHints } from './relay-hints.js';
import { type WakeSignal, pause } from '../wake-signal.js';

/** Settings of {@link runRelay}. */
export interface RelaySettings {
  readonly service: string;
  /** Past any transaction pooler: the relay's lock lives in its session. */
  readonly directUrl: string;
  readonly nc: NatsConnection;
  readonly watch: ConnectionWatch;
  readonly root: string;
  readonly log: Logger;
  readonly stop: AbortSignal;
  /** Woken after commits that published. */
  readonly signal: WakeSignal;
  readonly hints: RelayHints;
  readonly meter: BusMeter;
  /** Told what keeps events from being published, and `undefined` once nothing does. */
  readonly onProblem: (problem: string | undefined) => void;
}

const LIMITS = { rows: 1000, bytes: 8 * 1024 * 1024 };
const WINDOW = 512;
const REPLY_TIMEOUT_MS = 5_000;
const POLL_MS = 1_000;
const RETRY = { baseMs: 100, capMs: 5_000 };

/**
 * Moves a service's events from its outbox to its stream, in the order of each aggregate, until `stop`. Of all replicas one
 * does it at a time. Never gives up: an event leaves the outbox when the broker has it, or when it can never have it.
 */
export async function runRelay(settings: RelaySettings): Promise<void> {
  const { service, directUrl, stop, log } = settings;
  const target = {
    databaseUrl: directUrl,
    service,
    role: relayRoleOf(service),
    applicationName: `quyu relay ${service}`,
  };
  const ignoreUp = settings.watch.onUp(() => settings.signal.wake());
  const publisher = createPublisher({ ...settings, window: WINDOW, timeoutMs: REPLY_TIMEOUT_MS });
  const lead = { target, purpose: `quyu relay ${schemaOf(service)}`, stop, log };
  await leadWhilePossible(lead, async (client, over) => {
    const stopHearing = settings.hints.hear(() => settings.signal.wake());
    try {
      await relayUntil(client, over, publisher, settings);
    } finally {
      stopHearing();
    }
  });
  publisher.close();
  ignoreUp();
}

async function relayUntil(
  client: Client,
  over: AbortSignal,
  publisher: Publisher,
  settings: RelaySettings,
): Promise<void> {
  for (let failures = 0; !over.aborted;) {
    const rows = settings.watch.isUp() ? await readOutbox(client, LIMITS) : [];
    if (rows.length === 0) {
      await settings.signal.sleep(POLL_MS, over);
      continue;
    }
    const failure = await relayBatch(client, rows, publisher, settings);
    settings.onProblem(failure?.message);
    failures = failure ? failures + 1 : 0;
    if (failure) await pause(backoffMs(failures, RETRY, Math.random()), over);
  }
}

/** @returns why not all of them could be published, if so. */
async function relayBatch(
  client: Client,
  rows: readonly OutboxRow[],
  publisher: Publisher,
  { service, log, meter }: RelaySettings,
): Promise<Error | undefined> {
  failpoint('relay.before-publish');
  const free = rows.filter((row) => !row.followsParked);
  const result = await publisher.publishAll(free);
  failpoint('relay.after-ack');
  const followers = rows.filter((row) => row.followsParked);
  const reason = 'follows one that was put aside before';
  const refused = [...result.refused, ...followers.map((row) => ({ row, reason }))];
  await settleOutbox(client, { stored: result.stored, refused });
  meter.published(result.stored.length);
  if (result.failure) meter.relayFailed();
  failpoint('relay.after-delete');
  for (const { row, reason: why } of refused)
    log.error({ event: row.eventId, type: row.type, service }, `event parked: ${why}`);
  if (result.failure)
    log.warn({ err: result.failure, service }, 'events could not be published: trying again');
  return result.failure;
}
