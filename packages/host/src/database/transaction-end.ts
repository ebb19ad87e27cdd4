import type { PoolClient } from 'pg';
import { AmbiguousCommitError, DatabaseUnavailableError, isDatabaseOutage, sqlStateOf } from './errors.js';

/**
 * Commits.
 *
 * @throws AmbiguousCommitError when the answer never came.
 */
export async function commit(client: PoolClient): Promise<void> {
  const command = await sendCommit(client);
  if (command !== 'ROLLBACK') return;
  // Postgres answers the COMMIT of a failed transaction with ROLLBACK, not with an error.
  throw new Error(
    'a statement of the transaction failed and the failure was swallowed: everything was rolled back',
  );
}

async function sendCommit(client: PoolClient): Promise<string> {
  try {
    const { command } = await client.query('commit');
    return command;
  } catch (error) {
    const refused = sqlStateOf(error) !== undefined && !isDatabaseOutage(error);
    throw refused ? error : new AmbiguousCommitError(error);
  }
}

/**
 * Rolls back and gives the connection back, or throws it away when it is broken.
 *
 * @returns the error to throw: the one given, unless the connection turns out to be the real trouble.
 */
export async function rollBack(client: PoolClient, error: unknown): Promise<unknown> {
  if (error instanceof AmbiguousCommitError) {
    client.release(true);
    return error;
  }
  try {
    await client.query('rollback');
    client.release();
    return error;
  } catch {
    client.release(true);
    return new DatabaseUnavailableError(error);
  }
}
