import { type EventEnvelope, streamName } from '@quyu/contract-kit';
import { type RawMessage, type Received, readEvent } from '@quyu/lane';
import type { Queryable } from '../../database/session.js';
import { failureGroup, storable } from '../books/dead-letters.js';
import { BookkeepingError, handleEvents } from '../settling/handle-batch.js';
import { isDatabaseOutage } from '../../database/errors.js';
import { advance, enterInbox, readStandings } from '../books/inbox.js';
import type { Lane } from '../lanes/lanes.js';
import { isAny, laneOfLetter } from './lane-of-letter.js';
import { LETTER_COLUMNS, type LetterRow } from './letter-store.js';
import { lockLanes } from './lock-lanes.js';
import type { OperateContext } from './operate-context.js';

/** What became of a try. */
export type Tried =
  | { readonly letter: LetterRow; readonly outcome: 'replayed' | 'failed'; readonly error: string | null }
  /** Nothing waits there. */
  | undefined;

/** Whose letters are handled one after the other: those of an aggregate, or one alone. */
export interface Unit {
  readonly source: string;
  readonly aggregateType: string | null;
  readonly aggregateId: string | null;
  /** The letter, where it stands alone. */
  readonly id: string | null;
}

/** Why a letter cannot be handled now, told to whoever asked. */
class ReplayRefusedError extends Error {
  override readonly name = 'ReplayRefused';
}

/**
 * Handles the first letter that waits in a unit, in one transaction with its effects, in the place of its lane. The try is counted
 * before it is made: a letter that kills the process is seen to have been tried.
 *
 * @param by who asked for it. @throws when the database is at fault: nothing is then held against the letter.
 */
export async function replayFirst(unit: Unit, by: string, context: OperateContext): Promise<Tried> {
  const letter = await beginTry(unit, context);
  if (!letter) return undefined;
  const { log, transactor } = context;
  const about = { letter: letter.id, event: letter.eventId, by };
  try {
    const lane = laneOfLetter(context.lanes, letter);
    if (!lane) throw new ReplayRefusedError(`events of ${letter.source} are not consumed here any more`);
    const cause = { correlationId: lane.name, causationId: lane.name };
    const run = { ...context, lane, by, letter };
    const done = await transactor.run(cause, (tx, client) => replayIn(client, tx, run), { repeatable: true });
    if (done) log.info(about, 'dead letter replayed');
    return { letter, outcome: 'replayed', error: null };
  } catch (error) {
    if (error instanceof BookkeepingError || isDatabaseOutage(error)) throw error;
    const text = describe(error);
    await noteFailure(letter, text, error instanceof InvalidError ? 'invalid' : 'failed', context);
    log.warn({ ...about, err: error }, 'dead letter failed again');
    return { letter, outcome: 'failed', error: text };
  }
}

/** The message is still none that could be handled. */
class InvalidError extends Error {
  override readonly name = 'InvalidEvent';
}

const FIRST = `select id from dead_letter where state = 'waiting' and consumer = $1 and source = $2
  and case when $5::bigint is null then aggregate_type = $3 and aggregate_id = $4 else id = $5 end
  order by stream_sequence, id limit 1`;

async function beginTry(unit: Unit, { pool, spec }: OperateContext): Promise<LetterRow | undefined> {
  const { rows } = await pool.query<LetterRow>(
    `update dead_letter d set replay_count = replay_count + 1, tried_at = clock_timestamp()
     where d.id = (${FIRST}) and d.state = 'waiting' returning ${LETTER_COLUMNS}`,
    valuesOf(unit, spec.id),
  );
  return rows[0];
}

function valuesOf({ source, aggregateType, aggregateId, id }: Unit, consumer: string): unknown[] {
  return [consumer, source, aggregateType, aggregateId, id];
}

interface Run extends OperateContext {
  readonly lane: Lane;
  readonly letter: LetterRow;
  readonly by: string;
}

/** @returns false when somebody else has settled the letter meanwhile. */
async function replayIn(
  client: Queryable,
  tx: Parameters<typeof handleEvents>[1],
  run: Run,
): Promise<boolean> {
  const { lane, letter, by } = run;
  await lockLanes(client, [lane.name]);
  const { rowCount } = await client.query(
    `update dead_letter set state = 'replayed', settled_at = now(), settled_by = $2 where id = $1 and state = 'waiting'`,
    [letter.id, by],
  );
  if (rowCount !== 1) return false;
  const received = readLetter(run);
  if (!received.ok) throw new InvalidError(received.reason);
  const fresh = await enterInbox(client, lane.consumer, [received.eventId]);
  // A message that was no event was remembered under an id of our own: the event itself may have come another time.
  if (received.eventId !== letter.eventId && fresh.size === 0) return true;
  if (!isAny(lane)) await takePlace(client, lane, received.envelope);
  await handleEvents([received], tx, { ...run, consumer: lane.consumer });
  await client.query('update lane set handled = handled + 1 where name = $1', [lane.name]);
  return true;
}

/** An event whose time has passed would break the order of its aggregate. */
async function takePlace(client: Queryable, lane: Lane, envelope: EventEnvelope): Promise<void> {
  const { aggregateType, aggregateId, aggregateVersion: version } = envelope;
  const standings = await readStandings(client, lane, [{ aggregateType, aggregateId }]);
  const done = Math.max(0, ...[...standings.values()].map((standing) => standing.version));
  if (version <= done)
    throw new ReplayRefusedError(
      `version ${version} of ${aggregateType}/${aggregateId} comes too late: version ${done} has been handled; discard it`,
    );
  for (const statement of advance(lane, [{ aggregateType, aggregateId, version }]))
    await client.query(statement);
}

function readLetter({ letter, root, spec }: Run): Received {
  const contracts = new Map(spec.consumes.map((event) => [event.type as string, event]));
  return readEvent(rawOf(letter), { root, stream: streamName(root, letter.source), contracts });
}

function rawOf({ subject, streamSequence, headers, payload, payloadEncoding }: LetterRow): RawMessage {
  const known = new Map(Object.entries(headers));
  return {
    subject,
    streamSequence,
    header: (name) => known.get(name),
    headers: () => headers,
    data: Buffer.from(payload, payloadEncoding),
  };
}

async function noteFailure(
  letter: LetterRow,
  error: string,
  reason: 'invalid' | 'failed',
  { pool }: OperateContext,
): Promise<void> {
  await pool.query(
    `update dead_letter set error = $2, failure_group = $3, reason = $4, attempts = attempts + 1
     where id = $1 and state = 'waiting'`,
    [letter.id, error, failureGroup(letter.type ?? undefined, error), reason],
  );
}

function describe(error: unknown): string {
  if (error instanceof InvalidError) return storable(error.message).slice(0, 4_000);
  return storable(error instanceof Error ? `${error.name}: ${error.message}` : String(error)).slice(0, 4_000);
}
