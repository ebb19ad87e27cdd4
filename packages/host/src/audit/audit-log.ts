import {
  AUDIT_CHANGES_CAP,
  type AuditChange,
  type AuditEntry,
  type AuditEntryDetail,
  type AuditQuery,
  type Page,
} from '@quyu/contract-kit';
import type { PluginSpec, Scope } from '@quyu/plugin-kit';
import type { Queryable } from '../database/session.js';
import { rowsWithin } from './rows-within.js';
import {
  ENTRY_COLUMNS,
  type EntryRow,
  type Visible,
  entryOf,
  limitTo,
  searchEntries,
  writeConditions,
} from './search-entries.js';
import { findSeal } from './unit-store.js';

/** Who reads, and where they may. */
export interface Reader {
  readonly subject: string;
  readonly scope: Scope;
}

/** The audit log of a service, to be read. */
export interface AuditLog {
  search(query: AuditQuery, reader: Reader): Promise<Page<AuditEntry>>;
  /** @returns undefined when there is no such entry, or it may not be seen. */
  find(entryId: string, reader: Reader): Promise<AuditEntryDetail | undefined>;
}

/**
 * Makes the reading of a service's log. A limited reader sees the entries they made themself, and those that changed nothing but
 * rows within their scope.
 *
 * @param client acts as the role of limited callers when the reader is one.
 */
export function createAuditLog(client: Queryable, spec: Pick<PluginSpec, 'db'>): AuditLog {
  const within = rowsWithin(spec);
  const visibleTo = ({ subject, scope }: Reader): Visible =>
    scope === 'everything' ? scope : { actor: subject, rowsWithin: within };
  return {
    search: (query, reader) => searchEntries(client, query, visibleTo(reader)),
    async find(entryId, reader) {
      const { terms, values } = writeConditions([
        { sql: (id) => `e.entry_id = ${id}`, values: [entryId] },
        ...limitTo(visibleTo(reader)),
      ]);
      const { rows } = await client.query<EntryRow>(
        `select ${ENTRY_COLUMNS} from audit_entry e where ${terms}`,
        values,
      );
      const [row] = rows;
      return (
        row && {
          ...entryOf(row),
          ...(await readChanges(client, entryId)),
          seal: await sealOf(client, entryId),
        }
      );
    },
  };
}

interface ChangeRow extends AuditChange {
  readonly total: number;
}

async function readChanges(
  client: Queryable,
  entryId: string,
): Promise<Pick<AuditEntryDetail, 'changes' | 'changesTotal'>> {
  const { rows } = await client.query<ChangeRow>(
    `select change_id::text as "changeId", table_name as "table", row_key as key, kind, before, after,
       count(*) over ()::int as total
     from audit_change where entry_id = $1 order by change_id limit ${AUDIT_CHANGES_CAP}`,
    [entryId],
  );
  return { changes: rows.map(({ total: _total, ...change }) => change), changesTotal: rows[0]?.total ?? 0 };
}

async function sealOf(client: Queryable, entryId: string): Promise<AuditEntryDetail['seal']> {
  const seal = await findSeal(client, entryId);
  return seal ? { seq: seal.seq, hash: seal.hash, sealedAt: seal.sealedAt } : null;
}
