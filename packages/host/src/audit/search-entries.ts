import {
  type AuditEntry,
  type AuditQuery,
  PAGE_DEFAULT,
  type Page,
  cursorPart,
  pageFrom,
  readCursor,
} from '@quyu/contract-kit';
import type { Queryable } from '../database/session.js';

/** Which entries may be seen: all, or those of one actor and those of which every changed row may be seen. */
export type Visible = 'everything' | { readonly actor: string; readonly rowsWithin: string };

/** The columns of an entry. */
export const ENTRY_COLUMNS = `e.entry_id::text as "entryId", e.recorded_at as "recordedAt", e.actor, e.on_behalf_of as "onBehalfOf",
  e.operation, e.outcome, e.resource_type as "resourceType", e.resource_id as "resourceId", e.request_id as "requestId",
  e.correlation_id as "correlationId", e.causation_id as "causationId", e.address, e.idempotency_key as "idempotencyKey", e.details`;

/** An entry as it is read. */
export interface EntryRow extends Omit<AuditEntry, 'recordedAt'> {
  readonly recordedAt: Date;
}

interface Condition {
  /** Given the placeholders of its values. */
  readonly sql: (...places: readonly string[]) => string;
  readonly values: readonly unknown[];
}

const NEWEST = '9223372036854775807';

/** Lists entries, newest first. What was asked by a resource is found by the rows it changed, too. */
export async function searchEntries(
  client: Queryable,
  query: AuditQuery,
  visible: Visible,
): Promise<Page<AuditEntry>> {
  const { limit = PAGE_DEFAULT, cursor } = query;
  const [before = NEWEST] = readCursor(cursor, [cursorPart.bigint]) ?? [];
  const conditions = [
    { sql: (id: string) => `e.entry_id < ${id}`, values: [before] },
    ...conditionsOf(query),
    ...limitTo(visible),
  ];
  const { terms, values } = writeConditions(conditions);
  const { rows } = await client.query<EntryRow>(
    `select ${ENTRY_COLUMNS} from audit_entry e where ${terms} order by e.entry_id desc limit ${limit + 1}`,
    values,
  );
  return pageFrom(rows.map(entryOf), limit, ({ entryId }) => [entryId]);
}

/** Which entries may be seen, as a condition. */
export function limitTo(visible: Visible): Condition[] {
  if (visible === 'everything') return [];
  const changes = 'select from audit_change c where c.entry_id = e.entry_id';
  const within = `exists (${changes}) and not exists (${changes} and not (${visible.rowsWithin}))`;
  return [{ sql: (actor) => `e.actor = ${actor} or (${within})`, values: [visible.actor] }];
}

/** Writes conditions as SQL with the values of its placeholders. */
export function writeConditions(conditions: readonly Condition[]): {
  readonly terms: string;
  readonly values: unknown[];
} {
  const values: unknown[] = [];
  const terms = conditions.map((condition) => {
    const places = condition.values.map((value) => `$${values.push(value)}`);
    return `(${condition.sql(...places)})`;
  });
  return { terms: terms.join(' and '), values };
}

const COLUMNS = {
  actor: 'e.actor =',
  operation: 'e.operation =',
  outcome: 'e.outcome =',
  from: 'e.recorded_at >=',
  to: 'e.recorded_at <',
} as const;

function conditionsOf(query: AuditQuery): Condition[] {
  const plain = Object.entries(COLUMNS).flatMap(([name, column]): Condition[] => {
    const value = query[name as keyof typeof COLUMNS];
    return value === undefined ? [] : [{ sql: (place) => `${column} ${place}`, values: [value] }];
  });
  return [...plain, ...aboutResource(query), ...followingFrom(query)];
}

/** What an action was about, or the rows that it changed. */
function aboutResource({ resourceType, resourceId }: AuditQuery): Condition[] {
  const given = Object.entries({ type: resourceType, id: resourceId }).filter(
    ([, value]) => value !== undefined,
  );
  if (given.length === 0) return [];
  const among = (columns: Readonly<Record<string, string>>, places: readonly string[]): string =>
    given.map(([name], index) => `${columns[name]} = ${places[index]}`).join(' and ');
  const entry = { type: 'resource_type', id: 'resource_id' };
  const change = { type: 'table_name', id: 'row_key' };
  const sql = (...places: readonly string[]): string =>
    `e.entry_id in (select entry_id from audit_entry where ${among(entry, places)}
      union select entry_id from audit_change where ${among(change, places)})`;
  return [{ sql, values: given.map(([, value]) => value) }];
}

/** A batch of events names the correlation of each in its details. */
function followingFrom({ correlationId }: AuditQuery): Condition[] {
  if (correlationId === undefined) return [];
  const sql = (id: string): string =>
    `e.entry_id in (select entry_id from audit_entry where correlation_id = ${id} union select entry_id from audit_entry
      where details ? 'events' and details -> 'events' @> jsonb_build_array(jsonb_build_object('correlationId', ${id}::text)))`;
  return [{ sql, values: [correlationId] }];
}

/** An entry as it is answered. */
export function entryOf({ recordedAt, details, ...row }: EntryRow): AuditEntry {
  return { ...row, recordedAt: recordedAt.toISOString(), ...(details === null ? {} : { details }) };
}
