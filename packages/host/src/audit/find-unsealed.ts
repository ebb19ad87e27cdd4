import type { ClientBase, QueryResult } from 'pg';

/** What waits to be sealed, and what is known of the rest. */
export interface Unsealed {
  /** Entries by id, with how many changes each has, and whether its own row is there. */
  readonly entries: readonly { readonly id: string; readonly changes: number; readonly recorded: boolean }[];
  /** The last id that had been allocated. */
  readonly allocatedTo: bigint;
  /** Every transaction below has ended. */
  readonly xmin: bigint;
  /** No transaction from here on had begun. */
  readonly xmax: bigint;
}

/** Entries that are looked at in one go. */
export const MOST_ENTRIES = 500;

/**
 * Finds what waits to be sealed, in one round trip and three snapshots: the ids that were allocated, then the transactions that run, then
 * the rows. Whoever allocated an id of the first took the number of its transaction before, so it is below `xmax` of the second.
 *
 * @param settledTo entries up to this id are known to be sealed.
 */
export async function findUnsealed(client: ClientBase, settledTo: bigint): Promise<Unsealed> {
  const results: unknown = await client.query(`
    select (last_value - (not is_called)::int)::text as allocated from audit_entry_id;
    select pg_snapshot_xmin(pg_current_snapshot())::text as xmin, pg_snapshot_xmax(pg_current_snapshot())::text as xmax;
    select u.entry_id::text as id, bool_or(u.recorded) as recorded, sum(u.changes)::int as changes from (
      select entry_id, true as recorded, 0 as changes from audit_entry where entry_id > ${settledTo}
      union all select entry_id, false, 1 from audit_change where entry_id > ${settledTo}
    ) u where not exists (select from audit_seal s where s.entry_id = u.entry_id)
    group by u.entry_id order by u.entry_id limit ${MOST_ENTRIES}`);
  const [allocated, snapshot, entries] = results as readonly [
    QueryResult<{ allocated: string }>,
    QueryResult<{ xmin: string; xmax: string }>,
    QueryResult<Unsealed['entries'][number]>,
  ];
  return {
    entries: entries.rows,
    allocatedTo: BigInt(allocated.rows[0]?.allocated ?? 0),
    xmin: BigInt(snapshot.rows[0]?.xmin ?? 0),
    xmax: BigInt(snapshot.rows[0]?.xmax ?? 0),
  };
}
