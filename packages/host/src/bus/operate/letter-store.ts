import {
  type DeadLetterDetail,
  type DeadLetterGroup,
  type DeadLetterQuery,
  type DeadLetterSummary,
  type LetterRef,
  type Page,
  PAGE_DEFAULT,
  type PageQuery,
  cursorPart,
  pageFrom,
  readCursor,
} from '@quyu/contract-kit';
import type { Pool } from 'pg';
import type { Queryable } from '../../database/session.js';
import { type LetterFilter, conditionOf, filterOfQuery } from './letter-filter.js';

/** A dead letter as it is kept. */
export interface LetterRow extends Omit<DeadLetterDetail, 'createdAt' | 'settledAt'> {
  readonly createdAt: Date;
  readonly settledAt: Date | null;
}

/** The columns of a letter, numbers as numbers. */
export const LETTER_COLUMNS = `d.id::text, d.event_id as "eventId", d.source, d.subject, d.stream_sequence::float8 as "streamSequence",
  d.type, d.aggregate_type as "aggregateType", d.aggregate_id as "aggregateId", d.aggregate_version::float8 as "aggregateVersion",
  d.reason, d.error, d.failure_group as "failureGroup", d.attempts, d.replay_count as replays, d.state,
  d.created_at as "createdAt", d.settled_at as "settledAt", d.settled_by as "settledBy", d.note,
  d.headers, d.payload, d.payload_encoding as "payloadEncoding"`;

/** Lists dead letters by id, oldest first. */
export async function listLetters(pool: Pool, query: DeadLetterQuery): Promise<Page<DeadLetterSummary>> {
  const { limit = PAGE_DEFAULT, cursor } = query;
  const [after = '0'] = readCursor(cursor, [cursorPart.bigint]) ?? [];
  const { sql, values } = conditionOf(filterOfQuery(query), 'd', 3);
  const { rows } = await pool.query<LetterRow>(
    `select ${LETTER_COLUMNS} from dead_letter d where d.id > $1 and ${sql} order by d.id limit $2`,
    [after, limit + 1, ...values],
  );
  return pageFrom(rows.map(summaryOf), limit, ({ id }) => [id]);
}

/** One letter with all that is kept of it. */
export async function findLetter(pool: Pool, id: string): Promise<DeadLetterDetail | undefined> {
  const { rows } = await pool.query<LetterRow>(
    `select ${LETTER_COLUMNS} from dead_letter d where d.id = $1`,
    [id],
  );
  const [row] = rows;
  if (!row) return undefined;
  const { subject, headers, payload, payloadEncoding } = row;
  return { ...summaryOf(row), subject, headers, payload, payloadEncoding };
}

/** What the waiting letters failed of, most first. */
export async function listGroups(pool: Pool, query: PageQuery): Promise<Page<DeadLetterGroup>> {
  const { limit = PAGE_DEFAULT, cursor } = query;
  const [count = null, after = null] = readCursor(cursor, [cursorPart.bigint, cursorPart.text]) ?? [];
  const { rows } = await pool.query<DeadLetterGroup & { first: Date; last: Date }>(
    `select * from (
       select failure_group as "group", count(*)::int as count, min(created_at) as first, max(created_at) as last, min(id)::text as "exampleId"
       from dead_letter where state = 'waiting' group by failure_group) g
     where $1::int is null or (-count, "group" collate "C") > (-$1::int, $2::text collate "C")
     order by -count, "group" collate "C" limit $3`,
    [count, after, limit + 1],
  );
  const groups = rows.map(({ group, count: size, first, last, exampleId }) => ({
    group,
    count: size,
    firstAt: first.toISOString(),
    lastAt: last.toISOString(),
    exampleId,
  }));
  return pageFrom(groups, limit, (each) => [String(each.count), each.group]);
}

/** Selected letters and, with `whole`, all that wait in their aggregates; in the order of the stream. */
export async function selectLetters(
  db: Queryable,
  filter: LetterFilter,
  options: { readonly whole: boolean; readonly limit: number; readonly triedBefore?: string },
): Promise<{ readonly matching: number; readonly rows: readonly LetterRow[] }> {
  const { sql, values } = scopeOf(filter, options);
  const { rows } = await db.query<LetterRow & { readonly matching: number }>(
    `select ${LETTER_COLUMNS}, count(*) over ()::int as matching from dead_letter d where ${sql}
     order by d.stream_sequence, d.id limit $1`,
    [options.limit, ...values],
  );
  return { matching: rows[0]?.matching ?? 0, rows };
}

function scopeOf(
  filter: LetterFilter,
  { whole, triedBefore }: { readonly whole: boolean; readonly triedBefore?: string },
): { readonly sql: string; readonly values: readonly unknown[] } {
  const own = conditionOf(filter, 'd', 2);
  const terms = [`(${own.sql}${whole ? ` or exists (${companions(filter)})` : ''})`, `d.state = 'waiting'`];
  if (triedBefore === undefined) return { sql: terms.join(' and '), values: own.values };
  // An aggregate whose first letter was tried in this run has failed: the rest of it waits behind.
  const since = `$${2 + own.values.length}::bigint`;
  const tried = (alias: string): string =>
    `coalesce((extract(epoch from ${alias}.tried_at) * 1000000)::bigint >= ${since}, false)`;
  terms.push(
    `not ${tried('d')} and not exists (select from dead_letter h where ${SAME_AGGREGATE('h')} and ${tried('h')})`,
  );
  return { sql: terms.join(' and '), values: [...own.values, triedBefore] };
}

const SAME_AGGREGATE = (alias: string): string =>
  `${alias}.state = 'waiting' and (${alias}.consumer, ${alias}.source, ${alias}.aggregate_type, ${alias}.aggregate_id)
   = (d.consumer, d.source, d.aggregate_type, d.aggregate_id)`;

function companions(filter: LetterFilter): string {
  return `select from dead_letter s where ${SAME_AGGREGATE('s')} and ${conditionOf(filter, 's', 2).sql}`;
}

/** What names a letter in an answer. */
export function refOf(row: LetterRef): LetterRef {
  const { id, eventId, type, aggregateType, aggregateId, aggregateVersion } = row;
  return { id, eventId, type, aggregateType, aggregateId, aggregateVersion };
}

function summaryOf(row: LetterRow): DeadLetterSummary {
  const { subject: _s, headers: _h, payload: _p, payloadEncoding: _e, createdAt, settledAt, ...rest } = row;
  return {
    ...rest,
    createdAt: createdAt.toISOString(),
    settledAt: settledAt?.toISOString() ?? null,
  };
}
