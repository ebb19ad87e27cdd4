import { type EventContract, type EventEnvelope, streamName } from '@quyu/contract-kit';
import { type Received, readEvent } from '@quyu/lane';
import type { ClientBase } from 'pg';
import { callInTime, describe, retryOf } from '../retry-settings.js';
import type { InboxHandler } from '../subscribe.js';
import { aggregateKey, aggregateOf } from './aggregate.js';
import { type DeadRow, nextDead, noteFailure, takeDead } from './dead-store.js';
import { type Inbox, tablesOf } from './inbox.js';
import { OutageError, inTransaction } from './in-transaction.js';
import { type Owner, advance } from './store.js';

/** What {@link replayDead} takes. */
export interface ReplayOptions {
  readonly inbox: Inbox;
  readonly durable: string;
  /** First token of every subject. Default: `quyu`. */
  readonly root?: string;
  /** Only these aggregates. Default: all. */
  readonly aggregateId?: string;
}

/** What became of the dead letters. */
export interface Replayed {
  readonly replayed: number;
  /** Letters that stay: they failed again, or follow one that did. */
  readonly left: number;
}

/**
 * Handles the dead letters of a subscription with an inbox again, in order, each in a transaction with its effects. One that
 * fails stays, and so do those behind it in its aggregate; an aggregate without dead letters is out of quarantine. It may
 * run while the subscription is at work. To give a letter up for good, delete its row of `dead_letter`.
 *
 * @throws OutageError when the database is not available.
 * @example await replayDead([partnerEnrolled], handler, { inbox: { pool }, durable: 'crm' }); // { replayed: 3, left: 0 }
 */
export async function replayDead<E extends EventContract>(
  contracts: E | readonly E[],
  handler: InboxHandler<E>,
  options: ReplayOptions,
): Promise<Replayed> {
  const root = options.root ?? 'quyu';
  const known = new Map([contracts].flat().map((event): [string, EventContract] => [event.type, event]));
  const tables = tablesOf(options.inbox);
  const failed = new Set<string>();
  const count = { replayed: 0, left: 0 };
  for (let after = '0'; ;) {
    const row = await nextDead(options.inbox.pool, tables, options.durable, after, options.aggregateId);
    if (!row) return count;
    after = row.id;
    const owner = { tables, durable: options.durable, source: row.source };
    const stream = streamName(root, row.source);
    const received = readEvent(rawOf(row), { root, stream, contracts: known });
    const aggregate = aggregateOf(received);
    const key = `${row.source}\n${aggregate ? aggregateKey(aggregate) : row.id}`;
    const done =
      !failed.has(key) && (await replayOne(row, received, owner, options.inbox, handler as AnyHandler));
    if (!done) failed.add(key);
    count[done ? 'replayed' : 'left'] += 1;
  }
}

type AnyHandler = (event: EventEnvelope, tx: ClientBase) => unknown;

async function replayOne(
  row: DeadRow,
  received: Received,
  owner: Owner,
  { pool }: Inbox,
  handler: AnyHandler,
): Promise<boolean> {
  const retry = retryOf({});
  try {
    if (!received.ok) throw new TypeError(received.reason);
    const { envelope } = received;
    const { aggregateType, aggregateId, aggregateVersion: version } = envelope;
    await inTransaction({ pool, retry }, async (client) => {
      if (!(await takeDead(client, owner, row.id))) return;
      await callInTime(envelope.type, retry.handlerTimeoutMs, () => handler(envelope, client));
      await advance(client, owner, [{ aggregateType, aggregateId, version }]);
    });
    return true;
  } catch (error) {
    if (error instanceof OutageError) throw error;
    await noteFailure(pool, owner.tables, row.id, describe(error));
    return false;
  }
}

function rawOf({ subject, streamSequence, headers, payload }: DeadRow) {
  return {
    subject,
    streamSequence: Number(streamSequence),
    data: payload,
    header: (name: string) => headers[name],
    headers: () => headers,
  };
}
