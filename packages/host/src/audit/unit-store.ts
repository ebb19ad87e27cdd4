import type { Queryable } from '../database/session.js';
import type { ChainedChange, Fields, Head, Seal, Unit } from './chain.js';

/**
 * The columns of a row as texts. `jsonb` is kept in one form, so its text is the same however it was written and wherever it is
 * restored; instants are told in UTC, in microseconds.
 */
const ENTRY_FIELDS = `array[entry_id::text, xid::text, to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
  actor, on_behalf_of, operation, outcome, resource_type, resource_id, request_id, correlation_id, causation_id, address,
  idempotency_key, details::text]`;
const CHANGE_FIELDS = `array[change_id::text, entry_id::text, table_name, row_key, kind, before::text, after::text, login]`;

const SEAL_COLUMNS = `seq::int8, entry_id::text as "entryId", change_ids::text[] as "changeIds", settled_to::text as "settledTo",
  to_char(sealed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "sealedAt", digest, hash`;

/** Reads entries with their changes, in the order of the ids. An entry that is not there has no fields. */
export async function readUnits(client: Queryable, entryIds: readonly string[]): Promise<Unit[]> {
  if (entryIds.length === 0) return [];
  const entries = await client.query<{ id: string; fields: Fields }>(
    `select entry_id::text as id, ${ENTRY_FIELDS} as fields from audit_entry where entry_id = any($1::bigint[])`,
    [entryIds],
  );
  const changes = await client.query<ChainedChange & { entry: string }>(
    `select change_id::text as id, entry_id::text as entry, ${CHANGE_FIELDS} as fields from audit_change
     where entry_id = any($1::bigint[]) order by change_id`,
    [entryIds],
  );
  const known = new Map(entries.rows.map(({ id, fields }) => [id, fields]));
  const byEntry = Map.groupBy(changes.rows, ({ entry }) => entry);
  return entryIds.map((entryId) => ({
    entryId,
    entry: known.get(entryId),
    changes: (byEntry.get(entryId) ?? []).map(({ id, fields }) => ({ id, fields })),
  }));
}

type SealRow = Omit<Seal, 'seq'> & { readonly seq: string };

/** Reads the seals after a place of the chain. */
export async function readSeals(client: Queryable, after: number, limit: number): Promise<Seal[]> {
  const { rows } = await client.query<SealRow>(
    `select ${SEAL_COLUMNS} from audit_seal where seq > $1 order by seq limit $2`,
    [after, limit],
  );
  return rows.map((row) => ({ ...row, seq: Number(row.seq) }));
}

/** The last seal of the chain, or of an entry. */
export async function findSeal(client: Queryable, entryId?: string): Promise<Seal | undefined> {
  const where = entryId === undefined ? 'order by seq desc limit 1' : 'where entry_id = $1';
  const values = entryId === undefined ? [] : [entryId];
  const { rows } = await client.query<SealRow>(`select ${SEAL_COLUMNS} from audit_seal ${where}`, values);
  const [row] = rows;
  return row && { ...row, seq: Number(row.seq) };
}

/** Adds links to the chain. Of two who would add the same one, one fails. */
export async function insertSeals(client: Queryable, seals: readonly Seal[]): Promise<void> {
  await client.query(
    `insert into audit_seal (seq, entry_id, change_ids, settled_to, sealed_at, digest, hash)
     select seq, entry_id, change_ids, settled_to, sealed_at, digest, hash from jsonb_to_recordset($1::jsonb)
       as s (seq bigint, entry_id bigint, change_ids bigint[], settled_to bigint, sealed_at timestamptz, digest text, hash text)`,
    [
      JSON.stringify(
        seals.map(({ entryId, changeIds, settledTo, sealedAt, ...seal }) => ({
          ...seal,
          entry_id: entryId,
          change_ids: changeIds.map(Number),
          settled_to: settledTo,
          sealed_at: sealedAt,
        })),
      ),
    ],
  );
}

/** How far the chain has come, as it is kept elsewhere: `<seq>:<hash>`. */
export function headText({ seq, hash }: Head): string {
  return `${seq}:${hash}`;
}
