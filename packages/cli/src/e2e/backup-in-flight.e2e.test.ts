import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '@quyu/contract-kit';
import { createTemporaryFolder } from '@quyu/embedded';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askAll } from '../import/settle.js';
import { SERVICES } from '../main-job/services.js';
import { backUp, fingerprints, restore } from './back-up.js';
import { type Effect, Rehearsal, partnerOf } from './rehearsal.js';
import { waitFor } from './running-platform.js';

const MINUTES = 60_000;

let work: string;
let rehearsal: Rehearsal;
/** Where each stream ended at the backup. */
let ends: Readonly<Record<string, number>>;
/** What the services had done, and held, when the event that was in flight had been handled. */
let whole: Done;
let effect: Effect;

beforeAll(async () => {
  work = createTemporaryFolder('quyu-in-flight');
  rehearsal = new Rehearsal(join(work, 'state'));
  await rehearsal.start();
  await setPolicy();
  await rehearsal.enrol('FIRST');
  await whileIncentiveStands(async () => {
    await rehearsal.platform.clients.partner.enrolPartner({ body: partnerOf('IN-FLIGHT') });
    await onlyIncentiveWaits();
    ends = await endsOfStreams();
    await backUp(rehearsal.state, rehearsal.platform.databaseUrl, join(work, 'copy'));
  });
  await rehearsal.settle();
  whole = await done();
  effect = await rehearsal.enrol('PHANTOM');
}, 2 * MINUTES);

afterAll(async () => {
  await rehearsal.stop();
  await rm(work, { recursive: true, force: true });
}, MINUTES);

describe('a backup of the database, taken before an event was handled', { timeout: 2 * MINUTES }, () => {
  it('lacks its effects once restored, because the broker does not deliver it again', async () => {
    await rehearsal.stop();
    await restore(rehearsal.state, join(work, 'copy'));
    await rehearsal.start();
    const { services } = await done();
    expect(services['partner']).toEqual(whole.services['partner']);
    expect(services['incentive']?.handled).toBeLessThan(whole.services['incentive']?.handled ?? 0);
  });

  it('is completed by what the streams held at that time, as often as it is published again', async () => {
    await republish();
    expect(await done()).toEqual(whole);
    await republish();
    expect(await done()).toEqual(whole);
  });

  it('goes on as if what came after it had never been', async () => {
    expect(await rehearsal.enrol('PHANTOM')).toEqual(effect);
  });
});

interface Done {
  readonly services: Readonly<Record<string, { published: number; handled: number; left: number }>>;
  /** Rows of each table, but for entries of the audit log: one is made a transaction, and those hold as many events as were there. */
  readonly rows: Readonly<Record<string, number>>;
}

async function done(): Promise<Done> {
  const statuses = Object.entries(await askAll(rehearsal.platform.clients));
  const tables = Object.entries(await fingerprints(rehearsal.platform.databaseUrl)).filter(
    ([name]) => !name.endsWith('.audit_entry'),
  );
  return {
    services: Object.fromEntries(
      statuses.map(([service, { published, handled, outbox, pending, deadLetters }]) => [
        service,
        { published, handled, left: outbox + pending + deadLetters },
      ]),
    ),
    rows: Object.fromEntries(tables.map(([name, print]) => [name, Number(print.split(' ')[0])])),
  };
}

async function setPolicy(): Promise<void> {
  const indicators = [{ fact: 'employees' as const, bands: [{ from: 0, points: 10 }] }];
  const body = { asOfYear: 2026, passMark: 10, indicators };
  await rehearsal.platform.clients.partner.putScreeningPolicy({ params: { code: 'standard' }, body });
}

/** Keeps the incentive service from handling anything meanwhile; what it reads it may read. */
async function whileIncentiveStands(act: () => Promise<void>): Promise<void> {
  const pg = new Client({ connectionString: rehearsal.platform.databaseUrl });
  await pg.connect();
  try {
    await pg.query('begin; lock table incentive.inbox in exclusive mode');
    await act();
  } finally {
    await pg.end();
  }
}

/** Everything is published, and handled by all others. */
function onlyIncentiveWaits(): Promise<true> {
  return waitFor(async () => {
    const { incentive, ...others } = await askAll(rehearsal.platform.clients);
    const open = Object.values(others).reduce((sum, { outbox, pending }) => sum + outbox + pending, 0);
    return open === 0 && (incentive?.pending ?? 0) > 0 ? true : undefined;
  });
}

/** As an operator finds them: by looking at events until there is no later one. */
async function endsOfStreams(): Promise<Record<string, number>> {
  const found: Record<string, number> = {};
  for (const service of SERVICES) {
    let last = 0;
    while (await isThere(service, last + 1)) last += 1;
    found[service] = last;
  }
  return found;
}

async function isThere(service: (typeof SERVICES)[number], sequence: number): Promise<boolean> {
  try {
    await rehearsal.platform.clients.hostOf[service].getPublishedEvent({
      params: { event: String(sequence) },
    });
    return true;
  } catch (error) {
    if (error instanceof Problem && error.code === 'NOT_FOUND') return false;
    throw error;
  }
}

/** Up to where the streams were at the backup and no further: the services do not know of what came later. */
async function republish(): Promise<void> {
  for (const [service, last] of Object.entries(ends)) {
    if (last > 0) await rehearsal.quyu('events', 'republish', service, '--from', '1', '--to', String(last));
  }
  await rehearsal.settle();
}
