import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CopySource } from '@quyu/plugin-kit';
import type { PoolClient } from 'pg';
import { from } from 'pg-copy-streams';
import { quoteName } from './names.js';

/** The longest a timer can be set for: a copy takes as long as its source. */
const NO_TIMEOUT_MS = 2 ** 31 - 1;

/**
 * Streams CSV into a table; a slow database slows the source down.
 *
 * @returns how many rows went in.
 */
export async function copyRows(client: PoolClient, source: CopySource): Promise<number> {
  const columns = source.columns.map(quoteName).join(', ');
  await client.query('set local statement_timeout = 0');
  const target = from(`copy ${quoteName(source.table)} (${columns}) from stdin with (format csv)`);
  const stream = client.query(Object.assign(target, { query_timeout: NO_TIMEOUT_MS }));
  await pipeline(Readable.from(source.csv), stream);
  await client.query('reset statement_timeout');
  return stream.rowCount;
}
