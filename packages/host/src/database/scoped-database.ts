import {
  type CompiledQuery,
  type DatabaseConnection,
  Kysely,
  PostgresDialect,
  PostgresDriver,
  type QueryResult,
} from 'kysely';
import type { Pool, PoolClient, QueryResultRow } from 'pg';
import { type Statement, StatementError, runTogether } from './run-together.js';
import { resultOf } from './transaction-dialect.js';

type Opening = () => readonly Statement[];

/**
 * The Kysely of a pool, for reads outside a transaction. Within a limited scope each query is a transaction of its own that
 * begins with `opening`, in one round trip.
 */
export function createDatabase<DB>(pool: Pool, opening: Opening = () => []): Kysely<DB> {
  const dialect = new PostgresDialect({ pool });
  return new Kysely<DB>({
    dialect: {
      createAdapter: () => dialect.createAdapter(),
      createDriver: () => new ScopedDriver(pool, opening),
      createIntrospector: (db) => dialect.createIntrospector(db),
      createQueryCompiler: () => dialect.createQueryCompiler(),
    },
  });
}

type OwnConnection = Parameters<PostgresDriver['releaseConnection']>[0];

class ScopedDriver extends PostgresDriver {
  readonly #pool: Pool;
  readonly #opening: Opening;

  constructor(pool: Pool, opening: Opening) {
    super({ pool });
    this.#pool = pool;
    this.#opening = opening;
  }

  override async acquireConnection(
    ...options: Parameters<PostgresDriver['acquireConnection']>
  ): Promise<DatabaseConnection> {
    const first = this.#opening();
    if (first.length === 0) return super.acquireConnection(...options);
    return new LimitedConnection(await this.#pool.connect(), first);
  }

  override async releaseConnection(connection: OwnConnection | LimitedConnection): Promise<void> {
    if (connection instanceof LimitedConnection) connection.release();
    else await super.releaseConnection(connection);
  }

  override async beginTransaction(
    ...[connection, settings]: Parameters<PostgresDriver['beginTransaction']>
  ): Promise<void> {
    if (connection instanceof LimitedConnection)
      throw new TypeError('ctx.db does not begin transactions: use ctx.transaction');
    await super.beginTransaction(connection, settings);
  }
}

/** Several statements up to one sync are a transaction by themselves: with it ends what the first have set. */
class LimitedConnection implements DatabaseConnection {
  readonly #client: PoolClient;
  readonly #first: readonly Statement[];

  constructor(client: PoolClient, first: readonly Statement[]) {
    this.#client = client;
    this.#first = first;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    try {
      const results = await runTogether(this.#client, [
        ...this.#first,
        { text: sql, values: [...parameters] },
      ]);
      return resultOf<R & QueryResultRow>(results.at(-1)!);
    } catch (error) {
      throw error instanceof StatementError ? error.cause : error;
    }
  }

  streamQuery(): never {
    throw new TypeError('ctx.db does not stream: read in pages');
  }

  release(): void {
    this.#client.release();
  }
}
