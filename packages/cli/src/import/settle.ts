import { setTimeout as sleep } from 'node:timers/promises';
import type { BusStatus } from '@quyu/contract-kit';
import { CliError } from '../cli-error.js';
import { SERVICES } from '../main-job/services.js';
import { type Progress, type ProgressStep, track } from '../terminal/progress.js';
import type { Platform } from './platform.js';

const POLL_MS = 100;
const STALLED_MS = 60_000;

/** What every service's bus says, by service. */
export type BusStatuses = Readonly<Record<string, BusStatus>>;

/**
 * Waits until every event is published and handled and every job done: nothing is under way, twice in a row, and nothing was handled
 * between the two looks. A dead letter does not hold it up: it is the report's to tell.
 *
 * @throws CliError naming what is under way when nothing moves for a minute.
 */
export function settle(platform: Platform, progress: Progress): Promise<void> {
  return track(progress, 'events under way', (step) => waitUntilQuiet(() => askAll(platform), step));
}

/** Asks every service for the state of its bus. */
export async function askAll(platform: Platform): Promise<BusStatuses> {
  const asked = SERVICES.map(async (service) => [service, await platform.hostOf[service].getBusStatus({})]);
  return Object.fromEntries(await Promise.all(asked)) as BusStatuses;
}

/** @param ask looks at the buses. @param stalledMs how long nothing may move. */
export async function waitUntilQuiet(
  ask: () => Promise<BusStatuses>,
  step: Pick<ProgressStep, 'update'>,
  stalledMs = STALLED_MS,
): Promise<void> {
  let last = '';
  let most = 0;
  let movedAt = performance.now();
  for (;;) {
    const statuses = await ask();
    const now = JSON.stringify(statuses);
    const open = underWay(statuses);
    if (open === 0 && now === last) return;
    if (now !== last) movedAt = performance.now();
    if (performance.now() - movedAt > stalledMs) throw stuck(statuses);
    most = Math.max(most, open);
    if (most > 0) step.update(most - open, most);
    last = now;
    await sleep(POLL_MS);
  }
}

function underWay(statuses: BusStatuses): number {
  return Object.values(statuses).reduce((sum, { outbox, pending, jobs }) => sum + outbox + pending + jobs, 0);
}

function stuck(statuses: BusStatuses): CliError {
  const lines = Object.entries(statuses)
    .filter(([, { outbox, pending, jobs }]) => outbox + pending + jobs > 0)
    .map(([service, { outbox, pending, jobs, deadLetters }]) => {
      return `${service}: ${outbox} not yet published, ${pending} not yet handled, ${jobs} jobs, ${deadLetters} dead letters`;
    });
  return new CliError(
    `Events do not move on. ${lines.join('; ')}.`,
    'Look into the log of the platform for the reason; a new start goes on where this one stopped.',
  );
}
