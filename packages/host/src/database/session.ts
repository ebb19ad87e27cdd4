import type { PoolClient, QueryResult, QueryResultRow } from 'pg';
import { AmbiguousCommitError, DatabaseUnavailableError, isDatabaseOutage, sqlStateOf } from './errors.js';
import { NotSentError, type Statement, StatementError, runTogether } from './run-together.js';

/** Whatever runs a statement: a connection, a pool, or a transaction. */
export interface Queryable {
  query<Row extends QueryResultRow>(
    statement: string | Statement,
    values?: unknown[],
  ): Promise<QueryResult<Row>>;
}

/** A transaction as the host's own code uses it. */
export interface Session extends Queryable {
  /** Several statements in one round trip; see {@link runTogether}. */
  together(statements: readonly Statement[]): Promise<readonly QueryResult[]>;
  /**
   * Has a statement run at the end, in one round trip with the commit: for what nobody waits for.
   *
   * @param explain makes its failure the error that is thrown.
   */
  defer(statement: Statement, explain?: (error: unknown) => unknown): void;
}

const BEGIN: Statement = { name: 'quyu-begin', text: 'begin' };
const COMMIT: Statement = { name: 'quyu-commit', text: 'commit' };

/** Sent for every statement after one that failed. */
const FAILED_TRANSACTION = '25P02';

function swallowed(cause?: unknown): Error {
  const text =
    'a statement of the transaction failed and the failure was swallowed: everything was rolled back';
  return new Error(text, { cause });
}

interface Deferred {
  readonly statement: Statement;
  readonly explain: (error: unknown) => unknown;
}

/** What became of statements that were sent together. */
export interface Attempted {
  /** Of all, or of those before the one that failed. */
  readonly results: readonly QueryResult[];
  readonly failure?: { readonly error: unknown };
}

/** A transaction on a connection of a pool. It begins together with its first statement, and what is deferred goes with the commit. */
export class TransactionSession implements Session {
  readonly #client: PoolClient;
  readonly #opening: readonly Statement[];
  readonly #deferred: Deferred[] = [];
  #hasBegun = false;

  /** @param opening runs before everything else, in the transaction. */
  constructor(client: PoolClient, opening: readonly Statement[] = []) {
    this.#client = client;
    this.#opening = [BEGIN, ...opening];
  }

  /** Whether anything was done in it. */
  get hasBegun(): boolean {
    return this.#hasBegun;
  }

  async query<Row extends QueryResultRow>(
    given: string | Statement,
    values?: unknown[],
  ): Promise<QueryResult<Row>> {
    const statement = typeof given === 'string' ? { text: given, ...(values ? { values } : {}) } : given;
    if (this.#hasBegun) return this.#client.query<Row>(statement);
    const [result] = await this.together([statement]);
    return result as QueryResult<Row>;
  }

  async together(statements: readonly Statement[]): Promise<readonly QueryResult[]> {
    const { results, failure } = await this.attempt(statements);
    if (failure) throw failure.error;
    return results;
  }

  /** Several statements in one round trip, of which one may fail: those after it are then left out. */
  async attempt(statements: readonly Statement[]): Promise<Attempted> {
    const before = this.#hasBegun ? [] : this.#opening;
    this.#hasBegun = true;
    try {
      return { results: (await runTogether(this.#client, [...before, ...statements])).slice(before.length) };
    } catch (error) {
      if (error instanceof StatementError)
        return { results: error.results.slice(before.length), failure: { error: error.cause } };
      return { results: [], failure: { error: error instanceof NotSentError ? error.cause : error } };
    }
  }

  defer(statement: Statement, explain: Deferred['explain'] = (error) => error): void {
    this.#deferred.push({ statement, explain });
  }

  /** The connection itself, in the transaction: for what is no statement, such as a copy. */
  async connection(): Promise<PoolClient> {
    if (!this.#hasBegun) await this.together([]);
    return this.#client;
  }

  /**
   * Runs what was deferred, then these statements, and commits, in one round trip. A transaction without statements was none.
   *
   * @throws AmbiguousCommitError when the answer never came.
   */
  async commit(last: readonly Statement[]): Promise<void> {
    const statements = [...this.#deferred.map(({ statement }) => statement), ...last];
    if (!this.#hasBegun && statements.length === 0) return this.#client.release();
    const before = this.#hasBegun ? [] : this.#opening;
    this.#hasBegun = true;
    const results = await this.#finish([...before, ...statements, COMMIT], before.length);
    // Postgres answers the COMMIT of a failed transaction with ROLLBACK, not with an error.
    if (results.at(-1)?.command === 'ROLLBACK') throw swallowed();
    this.#client.release();
  }

  async #finish(all: readonly Statement[], offset: number): Promise<readonly QueryResult[]> {
    try {
      return await runTogether(this.#client, all);
    } catch (error) {
      if (error instanceof NotSentError) throw error.cause;
      if (!(error instanceof StatementError)) throw new AmbiguousCommitError(error);
      const isCommit = error.index === all.length - 1;
      if (isCommit && isDatabaseOutage(error.cause)) throw new AmbiguousCommitError(error.cause);
      const explain = this.#deferred[error.index - offset]?.explain;
      if (explain) throw explain(error.cause);
      throw sqlStateOf(error) === FAILED_TRANSACTION ? swallowed(error.cause) : error.cause;
    }
  }

  /**
   * Rolls back and gives the connection back, or throws it away when it is broken.
   *
   * @returns the error to throw: the one given, unless the connection turns out to be the real trouble.
   */
  async rollBack(error: unknown): Promise<unknown> {
    if (error instanceof AmbiguousCommitError) {
      this.#client.release(true);
      return error;
    }
    try {
      if (this.#hasBegun) await this.#client.query('rollback');
      this.#client.release();
      return error;
    } catch {
      this.#client.release(true);
      return new DatabaseUnavailableError(error);
    }
  }
}
