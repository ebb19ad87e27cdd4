import type { PluginSpec } from '@quyu/plugin-kit';
import { schemaOf } from '../database/names.js';
import { withDirectConnection } from '../database/pool.js';
import type { Queryable } from '../database/session.js';
import { type ChainFault, type Head, findFault, genesis } from './chain.js';
import { readSeals, readUnits } from './unit-store.js';

/** What {@link verifyAudit} takes. */
export interface VerifySettings {
  /** Logs in as one who may read the service's schema. */
  readonly databaseUrl: string;
  readonly service: PluginSpec['id'];
  /** A head that was kept elsewhere: the chain must have passed through it. */
  readonly expect?: Head | undefined;
}

/** What became of a verification. */
export interface Verified {
  readonly service: string;
  readonly head: Head;
  /** Entries that are not sealed yet. */
  readonly waiting: number;
  /** The first place where the log is not what was sealed. */
  readonly fault?: ChainFault | undefined;
}

const AT_A_TIME = 200;

/**
 * Goes through a service's audit log from its beginning and recomputes every link of its chain. It only reads.
 *
 * @throws DatabaseUnavailableError when the database cannot be reached.
 * @example (await verifyAudit({ databaseUrl, service: 'partner' })).fault?.detail
 */
export async function verifyAudit({ databaseUrl, service, expect }: VerifySettings): Promise<Verified> {
  const target = { databaseUrl, service, role: null, applicationName: 'quyu audit verify' };
  return withDirectConnection(target, async (client) => {
    // One snapshot of all: what is sealed meanwhile must look neither removed nor inserted.
    await client.query('begin isolation level repeatable read, read only');
    const { head, settledTo, fault } = await followChain(client, genesis(schemaOf(service)), expect);
    const waiting = await countWaiting(client);
    const found = fault ?? missingHead(head, expect) ?? (await findIntruder(client, head, settledTo));
    await client.query('rollback');
    return { service, head, waiting, fault: found };
  });
}

interface Followed {
  readonly head: Head;
  readonly settledTo: string;
  readonly fault?: ChainFault;
}

async function followChain(client: Queryable, start: Head, expected: Head | undefined): Promise<Followed> {
  let head = start;
  let settledTo = '0';
  for (;;) {
    const seals = await readSeals(client, head.seq, AT_A_TIME);
    if (seals.length === 0) return { head, settledTo };
    const units = await readUnits(
      client,
      seals.map(({ entryId }) => entryId),
    );
    for (const [index, seal] of seals.entries()) {
      const fault = findFault(head, seal, units[index]!) ?? otherThanKept(seal, expected);
      if (fault) return { head, settledTo, fault };
      head = seal;
      settledTo = seal.settledTo;
    }
  }
}

/** A chain that was made anew from some point on is right in itself, and another than the one that was seen. */
function otherThanKept(
  { seq, hash, entryId }: Head & { entryId: string },
  expected?: Head,
): ChainFault | undefined {
  if (seq !== expected?.seq || hash === expected.hash) return undefined;
  const detail = `seal ${seq} is another than the one that was expected: the log was written anew up to there`;
  return { seq, entryId, kind: 'changed', detail };
}

function missingHead(head: Head, expected: Head | undefined): ChainFault | undefined {
  if (!expected || expected.seq <= head.seq) return undefined;
  const detail = `the log ends at seal ${head.seq}, and seal ${expected.seq} is known to have been there: its end was cut off`;
  return { seq: head.seq + 1, entryId: null, kind: 'removed', detail };
}

const UNSEALED = `(select entry_id from audit_entry union select entry_id from audit_change) u
  where not exists (select from audit_seal s where s.entry_id = u.entry_id)`;

async function countWaiting(client: Queryable): Promise<number> {
  const { rows } = await client.query<{ n: number }>(`select count(*)::int as n from ${UNSEALED}`);
  return rows[0]?.n ?? 0;
}

/** All up to an id were sealed: what is there and is not was put there afterwards. */
async function findIntruder(
  client: Queryable,
  { seq }: Head,
  settledTo: string,
): Promise<ChainFault | undefined> {
  const { rows } = await client.query<{ id: string }>(
    `select u.entry_id::text as id from ${UNSEALED} and u.entry_id <= $1 order by u.entry_id limit 1`,
    [settledTo],
  );
  const entryId = rows[0]?.id;
  if (entryId === undefined) return undefined;
  const detail = `entry ${entryId} was put there after all up to ${settledTo} had been sealed`;
  return { seq, entryId, kind: 'inserted', detail };
}
