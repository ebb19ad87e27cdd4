import {
  type CompiledQuery,
  type DatabaseConnection,
  Kysely,
  PostgresDialect,
  PostgresDriver,
  type QueryResult,
} from 'kysely';
import type { Pool, PoolClient, QueryResult as PgResult, QueryResultRow } from 'pg';
import { NotSentError, type Statement, StatementError, runTogether } from './run-together.js';
import type { Queryable } from './session.js';
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

class LimitedConnection implements DatabaseConnection {
  readonly #client: PoolClient;
  readonly #first: readonly Statement[];

  constructor(client: PoolClient, first: readonly Statement[]) {
    this.#client = client;
    this.#first = first;
  }

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const statement = { text: sql, values: [...parameters] };
    return resultOf(await runAfter<R & QueryResultRow>(this.#client, this.#first, statement));
  }

  streamQuery(): never {
    throw new TypeError('ctx.db does not stream: read in pages');
  }

  release(): void {
    this.#client.release();
  }
}

/** The same for the host's own statements. */
export function scopedQueryable(pool: Pool, opening: Opening): Queryable {
  return {
    async query<Row extends QueryResultRow>(given: string | Statement, values: unknown[] = []) {
      const statement = typeof given === 'string' ? { text: given, values } : given;
      const first = opening();
      const client = await pool.connect();
      try {
        return await runAfter<Row>(client, first, statement);
      } finally {
        client.release();
      }
    },
  };
}

/** Several statements up to one sync are a transaction by themselves: with it ends what the first have set. */
async function runAfter<Row extends QueryResultRow>(
  client: PoolClient,
  first: readonly Statement[],
  statement: Statement,
): Promise<PgResult<Row>> {
  try {
    const results = await runTogether(client, [...first, statement]);
    return results.at(-1) as PgResult<Row>;
  } catch (error) {
    throw error instanceof StatementError || error instanceof NotSentError ? error.cause : error;
  }
}
