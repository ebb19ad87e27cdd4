import type { DiscardAnswer, DiscardRequest } from '@quyu/contract-kit';
import type { Queryable } from '../../database/session.js';
import { laneOfLetter } from './lane-of-letter.js';
import { filterOfSelection } from './letter-filter.js';
import { type LetterRow, refOf, selectLetters } from './letter-store.js';
import { lockLanes } from './lock-lanes.js';
import type { OperateContext } from './operate-context.js';
import { refuseUnlessWaiting } from './refuse-letters.js';

const LIMIT = 100;

/**
 * Gives up exactly the selected letters. What waits behind one of them goes on waiting until it is replayed.
 *
 * @throws Problem NOT_FOUND or CONFLICT when a letter that is named does not exist or does not wait any more.
 */
export async function discardLetters(
  { select, dryRun = false, limit = LIMIT, note }: DiscardRequest,
  by: string,
  context: OperateContext,
): Promise<DiscardAnswer> {
  const { pool, transactor, log, lanes } = context;
  await refuseUnlessWaiting(pool, select);
  const { matching, rows } = await selectLetters(pool, filterOfSelection(select), { whole: false, limit });
  if (dryRun || rows.length === 0) return { dryRun, matching, letters: rows.map(refOf) };
  const names = rows.flatMap((row) => laneOfLetter(lanes, row)?.name ?? []);
  const cause = { correlationId: 'discard', causationId: 'discard' };
  const discarded = await transactor.run(cause, async (_tx, client) => {
    await lockLanes(client, names);
    return discardIn(client, rows, { by, note });
  });
  const letters = rows.filter(({ id }) => discarded.has(id)).map(refOf);
  for (const { id, eventId } of letters)
    log.warn({ letter: id, event: eventId, by, note }, 'dead letter discarded');
  return { dryRun, matching, letters };
}

async function discardIn(
  client: Queryable,
  rows: readonly LetterRow[],
  { by, note }: { readonly by: string; readonly note: string },
): Promise<Set<string>> {
  const settled = await client.query<{ id: string }>(
    `update dead_letter set state = 'discarded', settled_at = now(), settled_by = $2, note = $3
     where id = any($1::bigint[]) and state = 'waiting' returning id::text`,
    [rows.map(({ id }) => id), by, note],
  );
  const ids = settled.rows.map(({ id }) => id);
  await client.query(PASS_OVER, [ids]);
  return new Set(ids);
}

/**
 * An event that was given up has had its turn: should it come again, it is too late. That holds only where nothing waits before it,
 * and for what was an event: a message that is none may claim any version.
 */
const PASS_OVER = `
  insert into inbox_position as p (consumer, source, aggregate_type, aggregate_id, version)
  select consumer, source, aggregate_type, aggregate_id, max(aggregate_version) from dead_letter d
  where id = any($1::bigint[]) and reason <> 'invalid' and aggregate_id is not null and not exists (
    select from dead_letter w where w.state = 'waiting' and w.aggregate_version < d.aggregate_version
      and (w.consumer, w.source, w.aggregate_type, w.aggregate_id) = (d.consumer, d.source, d.aggregate_type, d.aggregate_id))
  group by consumer, source, aggregate_type, aggregate_id
  on conflict (consumer, source, aggregate_type, aggregate_id) do update set version = greatest(p.version, excluded.version)`;
