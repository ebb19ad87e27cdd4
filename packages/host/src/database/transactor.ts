import type { Tx } from '@quyu/plugin-kit';
import type { PoolClient } from 'pg';

/** What made a transaction happen: it is carried into every event it publishes. */
export interface Cause {
  readonly correlationId: string;
  readonly causationId: string;
  readonly traceparent?: string;
}

/** Runs a service's transactions: effects, published events and enqueued jobs commit together or not at all. */
export interface Transactor {
  /** @param work also gets the transaction's own connection, for the host's tables. */
  run<T>(cause: Cause, work: (tx: Tx, client: PoolClient) => Promise<T>): Promise<T>;
}
