import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
} from 'kysely';
import type { QueryResult as PgResult, QueryResultRow } from 'pg';
import type { Statement } from './run-together.js';
import type { Attempted, TransactionSession } from './session.js';
import { createStatementNames } from './statement-names.js';

/** A Kysely that lives on one connection for as long as a transaction does. */
export interface BoundKysely {
  readonly db: Kysely<unknown>;
  /** From here on every query is refused: the connection may be in another transaction already. */
  close(): void;
}

/** The texts are the plugins' own: few, and the same for all connections. */
const names = createStatementNames();

/** Binds a Kysely to an open transaction. */
export function bindKysely(session: TransactionSession): BoundKysely {
  const connection = new TransactionConnection(session);
  return { db: new Kysely({ dialect: dialectOf(connection) }), close: () => connection.close() };
}

/** All of them have the time of one query. */
const MOST_TOGETHER = 100;

/** A query that waits for those before it. */
interface Waiting {
  readonly statement: Statement;
  readonly resolve: (result: PgResult) => void;
  readonly reject: (error: unknown) => void;
}

class TransactionConnection implements DatabaseConnection {
  readonly #session: TransactionSession;
  #open = true;
  #waiting: Waiting[] = [];
  #isSending = false;

  constructor(session: TransactionSession) {
    this.#session = session;
  }

  close(): void {
    this.#open = false;
  }

  /** Queries run in the order in which they are asked for. Those that are asked for at once go together, in one round trip. */
  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const statement = statementOf(query);
    const result = await new Promise<PgResult>((resolve, reject) => {
      this.#waiting.push({ statement, resolve, reject });
      if (this.#isSending) return;
      this.#isSending = true;
      // Others may be asked for in the same turn.
      queueMicrotask(() => void this.#sendAll());
    });
    return resultOf(result) as QueryResult<R>;
  }

  async #sendAll(): Promise<void> {
    while (this.#waiting.length > 0) await this.#send(this.#waiting.splice(0, MOST_TOGETHER));
    this.#isSending = false;
  }

  async #send(batch: readonly Waiting[]): Promise<void> {
    const { results, failure } = await this.#attempt(batch.map(({ statement }) => statement));
    for (const [index, { resolve, reject }] of batch.entries()) {
      const result = results[index];
      if (result) resolve(result);
      else reject(failure?.error);
    }
  }

  async #attempt(statements: readonly Statement[]): Promise<Attempted> {
    if (this.#open) return this.#session.attempt(statements);
    const error = new TypeError('the transaction is over: tx.db cannot be used any more');
    return { results: [], failure: { error } };
  }

  streamQuery(): never {
    throw new TypeError('a transaction does not stream: read in pages');
  }
}

/** What `pg` gives, as Kysely wants it. */
export function resultOf<R extends QueryResultRow>({ rows, command, rowCount }: PgResult<R>): QueryResult<R> {
  const changes = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE' || command === 'MERGE';
  return changes ? { numAffectedRows: BigInt(rowCount ?? 0), rows } : { rows };
}

function statementOf({ sql, parameters }: CompiledQuery): Statement {
  const name = names.nameOf(sql);
  return { text: sql, values: [...parameters], ...(name === undefined ? {} : { name }) };
}

function dialectOf(connection: TransactionConnection): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => driverOf(connection),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  };
}

/** Beginning or ending a transaction here would end the host's, so it is refused. */
function driverOf(connection: TransactionConnection): Driver {
  const refuse = async (): Promise<never> => {
    throw new TypeError('already in a transaction: use tx.db as it is');
  };
  const nothing = async (): Promise<void> => undefined;
  return {
    init: nothing,
    acquireConnection: async () => connection,
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    releaseConnection: nothing,
    destroy: nothing,
  };
}
