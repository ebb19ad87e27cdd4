import { type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { parseJson } from '@quyu/contract-kit';
import { type RawMessage, readEvent } from '@quyu/lane';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import type { Transactor } from '../../database/transactor.js';
import type { BusMeter } from '../../telemetry/meter.js';
import type { Books } from './books.js';
import { bookkeeping, deferBookkeeping } from '../settling/handle-batch.js';
import { findInInbox, readGivenUpCursor, writeGivenUpCursor } from './inbox.js';
import type { Lane } from '../lanes/lanes.js';
import { givenUpStream, givenUpSubject } from '../provisioning/stream-config.js';

/** What {@link readGivenUp} needs. */
export interface GivenUpContext {
  readonly lane: Lane;
  readonly books: Books;
  readonly nc: NatsConnection;
  readonly root: string;
  readonly pool: Pool;
  readonly transactor: Transactor;
  readonly log: Logger;
  readonly meter: BusMeter;
}

/** What the broker says when it has given a message as often as it may. */
interface Advisory {
  readonly stream_seq: number;
  readonly deliveries: number;
}

/**
 * Puts aside what the broker has stopped delivering, because nobody acknowledged it in so many deliveries: without this it would
 * be lost to the consumer. The broker's advisories are kept in a stream of their own; how far they were read is kept with the lane.
 */
export async function readGivenUp(context: GivenUpContext): Promise<void> {
  const { nc, root, lane, pool } = context;
  const manager = await jetstreamManager(nc, { checkAPI: false });
  for (let after = await readGivenUpCursor(pool, lane); ;) {
    const found = await manager.direct.getMessage(givenUpStream(root), {
      next_by_subj: givenUpSubject(lane),
      seq: after + 1,
    });
    if (!found) return;
    await putAsideGivenUp(parseJson(found.string()) as Advisory, found.seq, manager, context);
    after = found.seq;
  }
}

async function putAsideGivenUp(
  { stream_seq: sequence, deliveries }: Advisory,
  cursor: number,
  manager: JetStreamManager,
  context: GivenUpContext,
): Promise<void> {
  const { lane, root, books, pool, transactor, log, meter } = context;
  const stored = await manager.direct.getMessage(lane.stream, { seq: sequence });
  const message = stored && readEvent(rawOf(stored), { root, stream: lane.stream, contracts: lane.events });
  const isDone = !message || (await findInInbox(pool, lane.consumer, [message.eventId])).has(message.eventId);
  const error = `the broker gave it ${deliveries} times and nobody said that it was done`;
  const letters = isDone ? [] : [{ message, reason: 'crashed', error, attempts: deliveries } as const];
  const cause = { correlationId: lane.name, causationId: lane.name };
  const messages = letters.map((letter) => letter.message);
  await transactor.run(cause, async (_tx, session) => {
    await bookkeeping(() => books.open(messages, session));
    deferBookkeeping(session, [
      ...books.close({ handle: [], letters, positions: [], outdated: [] }),
      writeGivenUpCursor(lane, cursor),
    ]);
  });
  for (const letter of letters) {
    meter.buried(letter.reason);
    log.error({ event: letter.message.eventId, lane: lane.name }, `event put aside, crashed: ${error}`);
  }
}

interface Stored {
  readonly subject: string;
  readonly seq: number;
  readonly data: Uint8Array;
  readonly header: { get(name: string): string } & Iterable<[string, string[]]>;
}

function rawOf({ subject, seq, data, header }: Stored): RawMessage {
  return {
    subject,
    streamSequence: seq,
    data,
    header: (name) => header.get(name),
    headers: () => Object.fromEntries([...header].map(([name, values]) => [name, values.join(', ')])),
  };
}
