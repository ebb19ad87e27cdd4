import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from '../system/world.js';
import { countPending, readStream } from '../system/stream-witness.js';
import type { Effect, Evidence, Letter } from './judge.js';
import type { Witness } from './witness.js';

type Left = Evidence['left'];

const PAUSE_MS = 150;

/**
 * Waits until nothing moves any more, or until it is clear that it never will. Two quiet looks in a row count: what was just
 * handled may be on its way out.
 */
export async function waitForQuiet(world: World, ms: number): Promise<Left> {
  const end = performance.now() + ms;
  let quiet = 0;
  let left: Left = { outbox: Infinity, parked: 0, pending: Infinity };
  while (quiet < 2 && performance.now() < end) {
    left = await look(world).catch(() => ({ outbox: Infinity, parked: 0, pending: Infinity })); // not there yet
    quiet = left.outbox + left.pending === 0 ? quiet + 1 : 0;
    await sleep(PAUSE_MS);
  }
  return left;
}

async function look({ database, nc, root }: World): Promise<Left> {
  const [counts] = await database.query<{ outbox: number; parked: number }>(
    `select (select count(*)::int from shop.outbox) + (select count(*)::int from ledger.outbox) as outbox,
       (select count(*)::int from shop.outbox_parked) + (select count(*)::int from ledger.outbox_parked) as parked`,
  );
  return {
    outbox: counts?.outbox ?? 0,
    parked: counts?.parked ?? 0,
    pending: await countPending(nc, root, ['shop', 'ledger']),
  };
}

/** Collects what is to be judged. */
export async function collectEvidence(world: World, witness: Witness, left: Left): Promise<Evidence> {
  const { database, nc, root } = world;
  const effects = await database.query<Effect>(
    'select event_id as "eventId", till_id as till, version::int from ledger.effect order by position',
  );
  const letters = await database.query<Letter>(
    'select event_id as "eventId", reason from ledger.dead_letter order by id',
  );
  const sales = await database.query<{ saleId: string; rows: number }>(
    'select sale_id as "saleId", count(*)::int as rows from shop.sale group by 1',
  );
  return {
    entries: witness.entries(),
    sold: await readStream(nc, root, 'shop'),
    booked: await readStream(nc, root, 'ledger'),
    effects,
    letters,
    sales: new Map(sales.map(({ saleId, rows }) => [saleId, rows])),
    left,
  };
}
