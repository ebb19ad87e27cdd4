import type { Pool, PoolClient } from 'pg';
import { HandlerTimeoutError, type Retry } from '../retry-settings.js';
import { messageOf } from '../subscription-error.js';

/** The database, not the work, is at fault: nothing is counted against an event. The same work may be tried again. */
export class OutageError extends Error {
  constructor(cause: unknown) {
    super(`the database is not available: ${messageOf(cause)}`, { cause });
    this.name = 'OutageError';
  }
}

/** Lost connection, no resources, shutting down, disk or file trouble, or a standby: classes and codes of SQLSTATE. */
const OUTAGE = /^(08...|53...|58...|57P0[1-5]|25006)$/;

/** How much longer than a handler may take a transaction may be idle. */
const GRACE_MS = 5_000;

/** The SQLSTATE of a database error. */
export function sqlStateOf(error: unknown): string | undefined {
  return error instanceof Error && 'severity' in error && 'code' in error ? String(error.code) : undefined;
}

/** Where and how to work. */
export interface TransactionSettings {
  readonly pool: Pool;
  readonly retry: Pick<Retry, 'handlerTimeoutMs'>;
}

/**
 * Does work in one transaction. A process that hangs in the middle loses it, so that it holds nobody up for long.
 *
 * @throws OutageError when the database went away; whether it committed is then not known.
 * @throws what the work throws, with nothing committed.
 */
export async function inTransaction<T>(
  { pool, retry }: TransactionSettings,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await connect(pool);
  let lost: Error | undefined;
  // Without a listener, a connection that breaks ends the process.
  const onError = (error: Error): void => void (lost = error);
  client.on('error', onError);
  let failure: unknown;
  try {
    const idleMs = Math.round(retry.handlerTimeoutMs) + GRACE_MS;
    await client.query(`begin; set local idle_in_transaction_session_timeout = ${idleMs}`);
    const result = await work(client);
    assertCommitted((await client.query('commit')).command);
    return result;
  } catch (error) {
    failure = lost || OUTAGE.test(sqlStateOf(error) ?? '') ? new OutageError(error) : error;
    throw failure;
  } finally {
    client.off('error', onError);
    await finish(client, failure);
  }
}

/** Postgres answers a commit of a failed transaction with a rollback, and no error. */
function assertCommitted(command: string): void {
  if (command === 'COMMIT') return;
  throw new Error(
    'a statement failed, the handler went on, and nothing was committed: let such errors through',
  );
}

async function connect(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw new OutageError(error);
  }
}

/** A connection that is broken, or that a late handler may still use, must not go back to the pool. */
async function finish(client: PoolClient, failure: unknown): Promise<void> {
  if (failure === undefined) return client.release();
  if (failure instanceof OutageError || failure instanceof HandlerTimeoutError) return client.release(true);
  try {
    await client.query('rollback');
    client.release();
  } catch {
    client.release(true); // what is wrong is told by the failure itself
  }
}
