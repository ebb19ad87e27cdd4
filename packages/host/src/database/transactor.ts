import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Tx } from '@quyu/plugin-kit';
import type { Pool, PoolClient } from 'pg';
import { type Cause, withCause } from './cause.js';
import { DatabaseUnavailableError, isSerializationFailure } from './errors.js';
import { type TransactionContext, type Written, openTransaction } from './open-transaction.js';
import type { Statement } from './run-together.js';
import { type Session, TransactionSession } from './session.js';

export type { Cause } from './cause.js';

/** How a transaction is run. */
export interface RunOptions {
  /**
   * True when the work may run again from its beginning after a serialization failure or a deadlock: it must then do
   * nothing outside the database. Such a failure is retried a few times.
   */
  readonly repeatable?: boolean;
}

/** Runs a service's transactions: effects, published events and enqueued jobs commit together or not at all. */
export interface Transactor {
  /**
   * @param work also gets the transaction's session, for the host's tables.
   * @throws DatabaseUnavailableError when nothing was committed because the database was not there.
   * @throws AmbiguousCommitError when the connection broke during the commit.
   */
  run<T>(cause: Cause, work: (tx: Tx, session: Session) => Promise<T>, options?: RunOptions): Promise<T>;
}

/** Settings of {@link createTransactor}. */
export interface TransactorSettings extends TransactionContext {
  readonly pool: Pool;
  /** What a transaction begins with; see {@link openingOf}. Default: nothing. */
  readonly opening?: () => readonly Statement[];
  /** Told after each commit that left events or jobs behind, to wake the relay and the workers. */
  readonly afterCommit?: (written: Written) => void;
}

const ATTEMPTS = 5;
const transactions = new AsyncLocalStorage<{ open: boolean }>();

/** True while the running code is inside a transaction: it must then not wait for anything but the database. */
export function inTransaction(): boolean {
  return transactions.getStore()?.open ?? false;
}

/**
 * Makes the transactor of a service.
 *
 * @example
 * const transactor = createTransactor({ pool, spec, newId: v7, now: () => new Date(), afterCommit: () => bus.wake() });
 * await transactor.run({ correlationId, causationId }, async (tx) => tx.publish(partnerActivated, { partnerId }));
 */
export function createTransactor(settings: TransactorSettings): Transactor {
  return {
    async run(cause, work, options = {}) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await runOnce(settings, cause, work);
        } catch (error) {
          if (!options.repeatable || attempt === ATTEMPTS || !isSerializationFailure(error)) throw error;
          await sleep(Math.random() * 20 * attempt);
        }
      }
    },
  };
}

type Work<T> = (tx: Tx, session: Session) => Promise<T>;

async function runOnce<T>(settings: TransactorSettings, cause: Cause, work: Work<T>): Promise<T> {
  const opening = settings.opening?.() ?? [];
  const session = new TransactionSession(await connect(settings.pool), opening);
  const scope = { open: true };
  const opened = openTransaction(session, cause, settings);
  let written: Written;
  let result: T;
  try {
    result = await transactions.run(scope, () => withCause(cause, () => work(opened.tx, session)));
    opened.close();
    const flush = opened.flush();
    written = flush.written;
    await session.commit(flush.statements);
  } catch (error) {
    opened.close();
    throw await session.rollBack(error);
  } finally {
    scope.open = false;
  }
  if (written.events + written.jobs > 0) settings.afterCommit?.(written);
  return result;
}

async function connect(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw new DatabaseUnavailableError(error);
  }
}
