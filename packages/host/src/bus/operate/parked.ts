import {
  type DiscardAnswer,
  type DiscardRequest,
  type LetterRef,
  type LetterSelection,
  PAGE_DEFAULT,
  type Page,
  type PageQuery,
  type ParkedEvent,
  type RetryAnswer,
  type RetryRequest,
  cursorPart,
  pageFrom,
  platformErrors,
  readCursor,
} from '@quyu/contract-kit';
import type { Pool } from 'pg';
import type { Queryable } from '../../database/session.js';
import { relayRoleOf } from '../../database/names.js';
import { withDirectConnection } from '../../database/pool.js';
import { refOf } from './letter-store.js';
import type { OperateContext } from './operate-context.js';

const COLUMNS = `id::text, event_id as "eventId", type, aggregate_type as "aggregateType", aggregate_id as "aggregateId",
  aggregate_version::float8 as "aggregateVersion", reason, occurred_at as "occurredAt", parked_at as "parkedAt"`;
const EVENT =
  'id, event_id, type, aggregate_type, aggregate_id, aggregate_version, partition, payload, cause, occurred_at';
const LIMIT = 100;

interface Row extends Omit<ParkedEvent, 'occurredAt' | 'parkedAt'> {
  readonly occurredAt: Date;
  readonly parkedAt: Date;
}

/** Lists parked events in the order in which they were to be published. */
export async function listParkedEvents(pool: Pool, query: PageQuery): Promise<Page<ParkedEvent>> {
  const { limit = PAGE_DEFAULT, cursor } = query;
  const [after = '0'] = readCursor(cursor, [cursorPart.bigint]) ?? [];
  const { rows } = await pool.query<Row>(
    `select ${COLUMNS} from outbox_parked where id > $1 order by id limit $2`,
    [after, limit + 1],
  );
  const events = rows.map((row) => ({
    ...row,
    occurredAt: row.occurredAt.toISOString(),
    parkedAt: row.parkedAt.toISOString(),
  }));
  return pageFrom(events, limit, ({ id }) => [id]);
}

/**
 * Puts parked events back into their places in the outbox, each with all that is parked of its aggregate: the relay publishes
 * nothing of an aggregate while something of it is parked.
 */
export async function retryParkedEvents(
  { select, dryRun = false, limit = LIMIT }: RetryRequest,
  by: string,
  context: OperateContext,
): Promise<RetryAnswer> {
  const chosen = await choose(context.pool, select, limit);
  const { rows } = await context.pool.query<LetterRef>(
    `select ${COLUMNS} from outbox_parked where ${AGGREGATES_OF} order by id`,
    [chosen.ids],
  );
  if (dryRun || rows.length === 0)
    return { dryRun, matching: Math.max(chosen.matching, rows.length), events: rows.map(refOf) };
  const moved = await asRelay(context, (client) =>
    client.query<LetterRef>(
      `with gone as (delete from outbox_parked where ${AGGREGATES_OF} returning *),
       back as (insert into outbox (${EVENT}) overriding system value select ${EVENT} from gone)
       select ${COLUMNS} from gone order by gone.id`,
      [chosen.ids],
    ),
  );
  context.wake();
  const events = moved.rows.map(refOf);
  context.log.info({ events: events.map(({ eventId }) => eventId), by }, 'parked events are tried again');
  return { dryRun, matching: Math.max(chosen.matching, events.length), events };
}

/** Gives up exactly the selected events; they are kept for a while in a table of their own. */
export async function discardParkedEvents(
  { select, dryRun = false, limit = LIMIT, note }: DiscardRequest,
  by: string,
  context: OperateContext,
): Promise<DiscardAnswer> {
  const { matching, ids, rows } = await choose(context.pool, select, limit);
  if (dryRun || rows.length === 0) return { dryRun, matching, letters: rows.map(refOf) };
  const gone = await asRelay(context, (client) =>
    client.query<LetterRef>(
      `with gone as (delete from outbox_parked where id = any($1::bigint[]) returning *),
       kept as (insert into outbox_discarded (${EVENT}, reason, parked_at, discarded_by, note)
         select ${EVENT}, reason, parked_at, $2, $3 from gone)
       select ${COLUMNS} from gone order by gone.id`,
      [ids, by, note],
    ),
  );
  const letters = gone.rows.map(refOf);
  context.log.warn({ events: letters.map(({ eventId }) => eventId), by, note }, 'parked events discarded');
  return { dryRun, matching, letters };
}

const AGGREGATES_OF = `(aggregate_type, aggregate_id) in
  (select aggregate_type, aggregate_id from outbox_parked where id = any($1::bigint[]))`;

async function choose(
  pool: Pool,
  select: LetterSelection,
  limit: number,
): Promise<{ readonly matching: number; readonly ids: readonly string[]; readonly rows: readonly Row[] }> {
  const [condition, ...values] = conditionOf(select);
  const { rows } = await pool.query<Row & { matching: number }>(
    `select ${COLUMNS}, count(*) over ()::int as matching from outbox_parked where ${condition} order by id limit $1`,
    [limit, ...values],
  );
  const ids = rows.map(({ id }) => id);
  const unknown = select.by === 'ids' ? select.ids.filter((id) => !ids.includes(id)) : [];
  if (unknown.length > 0 && ids.length < limit)
    throw platformErrors.NOT_FOUND({ detail: `there is no parked event ${unknown.join(', ')}` });
  return { matching: rows[0]?.matching ?? 0, ids, rows };
}

function conditionOf(select: LetterSelection): [string, ...unknown[]] {
  switch (select.by) {
    case 'ids':
      return ['id = any($2::bigint[])', select.ids];
    case 'type':
      return ['type = $2', select.type];
    case 'group':
      return ['reason = $2', select.group];
    case 'aggregate':
      return ['aggregate_type = $2 and aggregate_id = $3', select.aggregateType, select.aggregateId];
    default:
      return ['true'];
  }
}

/** Only the relay's role may take anything away: whoever runs plugin code may not. */
function asRelay<T>(
  { directUrl, spec }: OperateContext,
  work: (client: Queryable) => Promise<T>,
): Promise<T> {
  const target = { databaseUrl: directUrl, service: spec.id, role: relayRoleOf(spec.id) };
  return withDirectConnection({ ...target, applicationName: `quyu operate ${spec.id}` }, work);
}
