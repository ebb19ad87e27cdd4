import type { ClientBase } from 'pg';
import { type Head, type Seal, type Unit, genesis, sealUnit } from './chain.js';
import { MOST_ENTRIES, type Unsealed, findUnsealed } from './find-unsealed.js';
import { findSeal, insertSeals, readUnits } from './unit-store.js';

/** Changes that are sealed in one go: they are in memory together. */
const MOST_CHANGES = 5_000;

/** Seals what was committed, a batch at a time. */
export interface Sealer {
  /** @returns how many entries were sealed, and whether more wait. */
  seal(): Promise<{ readonly sealed: number; readonly more: boolean; readonly head: Head }>;
}

/** Once every transaction below `xmax` has ended, no entry up to `id` can appear any more. */
interface Mark {
  readonly id: bigint;
  readonly xmax: bigint;
}

/**
 * Makes the sealer of a schema. Entries are sealed in the order in which they become visible, a moment after their commit: to chain them
 * inside their transactions would make every write wait for the one before.
 *
 * @param client a session that acts as the relay's role and means the schema by unqualified names.
 */
export function createSealer(client: ClientBase, schema: string, now: () => Date): Sealer {
  let known: Known | undefined;
  return {
    async seal() {
      const last = await findSeal(client);
      const before = last?.settledTo ?? '0';
      known ??= { settledTo: BigInt(before) };
      const found = await findUnsealed(client, known.settledTo);
      const batch = takeBatch(found.entries);
      const more = batch.length < found.entries.length || found.entries.length === MOST_ENTRIES;
      known = settle(known, found, more);
      const units = await readUnits(client, await adoptOrphans(client, batch));
      const start = last ?? genesis(schema);
      const times = { before, after: String(known.settledTo), sealedAt: now().toISOString() };
      const seals = chainUnits(start, units, times);
      if (seals.length > 0) await insertSeals(client, seals);
      return { sealed: seals.length, more, head: seals.at(-1) ?? start };
    },
  };
}

/** What a sealer knows from one time to the next. */
interface Known {
  /** Entries up to this id are sealed, or will be in this go. */
  readonly settledTo: bigint;
  readonly mark?: Mark;
}

/** What is known once all that was found is sealed; not when more waits than was found. */
function settle({ settledTo, mark }: Known, found: Unsealed, more: boolean): Known {
  const next = { id: found.allocatedTo, xmax: found.xmax };
  if (!mark) return { settledTo, mark: next };
  return !more && found.xmin >= mark.xmax ? { settledTo: mark.id, mark: next } : { settledTo, mark };
}

type Waiting = Unsealed['entries'];

function takeBatch(entries: Waiting): Waiting {
  let changes = 0;
  const end = entries.findIndex((entry, index) => {
    changes += entry.changes;
    return index > 0 && changes > MOST_CHANGES;
  });
  return end === -1 ? entries : entries.slice(0, end);
}

/** Changes that were made past the platform have no entry: they get one that says so. */
async function adoptOrphans(client: ClientBase, batch: Waiting): Promise<string[]> {
  const orphans = batch.flatMap(({ id, recorded }) => (recorded ? [] : [id]));
  if (orphans.length > 0)
    await client.query('select audit_adopt(id) from unnest($1::bigint[]) as id', [orphans]);
  return batch.map(({ id }) => id);
}

interface Times {
  readonly before: string;
  readonly after: string;
  readonly sealedAt: string;
}

/** Only the last seal says that all up to an id are sealed: it is true once that one is there. */
function chainUnits(start: Head, units: readonly Unit[], { before, after, sealedAt }: Times): Seal[] {
  const seals: Seal[] = [];
  for (const [index, unit] of units.entries()) {
    const settledTo = index === units.length - 1 ? after : before;
    seals.push(sealUnit(seals.at(-1) ?? start, unit, { settledTo, sealedAt }));
  }
  return seals;
}
