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
import type { Queryable } from './session.js';
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
export function bindKysely(client: Queryable): BoundKysely {
  const connection = new TransactionConnection(client);
  return { db: new Kysely({ dialect: dialectOf(connection) }), close: () => connection.close() };
}

class TransactionConnection implements DatabaseConnection {
  readonly #client: Queryable;
  #open = true;
  #last: Promise<unknown> = Promise.resolve();

  constructor(client: Queryable) {
    this.#client = client;
  }

  close(): void {
    this.#open = false;
  }

  /** Queries wait for each other: `pg` is about to refuse a second one on a busy connection. */
  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const result = this.#last.then(() => this.#execute<R>(query));
    this.#last = result.catch(() => undefined);
    return result;
  }

  async #execute<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (!this.#open) throw new TypeError('the transaction is over: tx.db cannot be used any more');
    return resultOf(await this.#client.query<R & QueryResultRow>(statementOf(query)));
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
