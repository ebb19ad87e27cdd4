import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CopySource } from '@quyu/plugin-kit';
import { from } from 'pg-copy-streams';
import { quoteName } from './names.js';
import type { TransactionSession } from './session.js';

/** The longest a timer can be set for: a copy takes as long as its source. */
const NO_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * Streams rows into a table; a slow database slows the source down.
 *
 * @returns how many rows went in.
 */
export async function copyRows(session: TransactionSession, source: CopySource): Promise<number> {
  const columns = source.columns.map(quoteName).join(', ');
  await session.query('set local statement_timeout = 0');
  const client = await session.connection();
  const [format, rows] =
    'csv' in source ? (['csv', source.csv] as const) : (['binary', source.binary] as const);
  const target = from(`copy ${quoteName(source.table)} (${columns}) from stdin with (format ${format})`);
  const stream = client.query(Object.assign(target, { query_timeout: NO_TIMEOUT_MS }));
  await pump({ rows, release: source.release }, stream, client.connection.stream);
  await session.query('reset statement_timeout');
  return stream.rowCount;
}

interface Rows extends Pick<CopySource, 'release'> {
  readonly rows: AsyncIterable<Uint8Array>;
}

/**
 * What makes the source fail is told to the server, which takes a short text only and ends the connection for a longer one: it is
 * told that it failed, and the caller why.
 */
async function pump({ rows, release }: Rows, target: Writable, socket: Writable): Promise<void> {
  let failure: { readonly reason: unknown } | undefined;
  const guarded = async function* (): AsyncGenerator<Uint8Array> {
    try {
      for await (const piece of rows) {
        yield piece;
        // More is asked for once it was written; and then neither of the two that it goes through may hold anything still.
        if (target.writableLength + socket.writableLength === 0) release?.(piece);
      }
    } catch (reason) {
      failure = { reason };
      throw new Error('the source failed', { cause: reason });
    }
  };
  try {
    await pipeline(guarded(), target);
  } catch (error) {
    throw failure === undefined ? error : failure.reason;
  }
}
