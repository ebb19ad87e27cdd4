import pg, { type ClientBase, type Connection, Query, type QueryConfig, type QueryResult } from 'pg';

/** A statement with its values. With a name it is prepared once on each connection. */
export type Statement = Pick<QueryConfig, 'text' | 'values' | 'name'>;

/** One of several statements that were sent together failed: it and those after it had no effect. */
export class StatementError extends Error {
  /** Which of them it was, from 0. */
  readonly index: number;
  /** Of those before it. */
  readonly results: readonly QueryResult[];

  constructor(index: number, cause: Error, results: readonly QueryResult[]) {
    super(cause.message, { cause });
    this.name = 'StatementError';
    this.index = index;
    this.results = results;
  }
}

/** Nothing was sent: the connection was lost before. */
export class NotSentError extends Error {
  constructor(cause: Error) {
    super(cause.message, { cause });
    this.name = 'NotSentError';
  }
}

/**
 * Sends several statements in one message and waits once for all of their results: a round trip, and a write to the socket, instead
 * of one for each. Postgres runs them in turn; when one fails it leaves out the rest.
 *
 * `pg` queues whatever has a `submit`, so ordinary queries before and after it on the same client are not disturbed. It uses the
 * driver's own {@link Query} for each statement, which writes its part and reads its result; only the sync, after which Postgres
 * answers, is sent once at the end.
 *
 * @throws StatementError with what Postgres says of the statement. @throws NotSentError when the connection was lost before, another
 * Error when it is lost meanwhile.
 * @example const [, { rows }] = await runTogether(client, [{ text: 'begin' }, { text: 'select 1 as one', values: [] }]);
 */
export function runTogether(
  client: ClientBase,
  statements: readonly Statement[],
): Promise<readonly QueryResult[]> {
  return new Promise((resolve, reject) => {
    const onEnd = (error: Error | undefined, results: readonly QueryResult[]): void =>
      error ? reject(error) : resolve(results);
    client.query(new Together(client, statements, onEnd));
  });
}

/** What the driver's connection and query have besides what its types say. Kept to a minimum; the tests tell when it changes. */
interface DriverConnection extends Connection {
  readonly parsedStatements: Record<string, string>;
  readonly submittedNamedStatements: Record<string, string>;
  _send(bytes: Buffer): void;
}

interface DriverQuery extends Query {
  readonly name?: string;
  readonly text: string;
  readonly _result: { _types: Pick<ClientBase, 'getTypeParser'> };
  callback: (error: Error | null, result?: QueryResult) => void;
  prepare(connection: Connection): void;
  handleRowDescription(message: unknown): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: Connection): void;
  handleReadyForQuery(connection: Connection): void;
}

/** The message after which Postgres answers. */
const SYNC = Buffer.from([0x53, 0, 0, 0, 4]);

class Together {
  readonly #queries: readonly DriverQuery[];
  readonly #results: QueryResult[] = [];
  #current = 0;
  #failure: Error | undefined;
  #isSent = false;
  /** Wrapped by the client, which limits the time of a query. */
  callback: (error: Error | undefined, results: readonly QueryResult[]) => void;

  constructor(client: ClientBase, statements: readonly Statement[], callback: Together['callback']) {
    this.callback = callback;
    this.#queries = statements.map((statement) => queryOf(statement, client));
    for (const query of this.#queries) {
      query.callback = (error, result) => {
        if (error) this.#failure ??= error;
        else if (result) this.#results.push(result);
      };
    }
  }

  /** The client notes by these which named statement has been parsed: that of the statement whose answer is due. */
  get name(): string | undefined {
    return this.#queries[this.#current]?.name;
  }

  get text(): string | undefined {
    return this.#queries[this.#current]?.text;
  }

  /** One buffer and one write: a write of many small ones costs the system several times as much. */
  submit(given: Connection): void {
    const connection = given as DriverConnection;
    const parts: Buffer[] = [];
    const collecting: DriverConnection = Object.create(connection, {
      _send: { value: (part: Buffer) => parts.push(part) },
      sync: { value: () => undefined },
    });
    for (const query of this.#queries) {
      query.prepare(collecting);
      // A value that cannot be sent: nothing may follow it, least of all a commit.
      if (this.#failure) break;
    }
    parts.push(SYNC);
    this.#isSent = true;
    connection._send(Buffer.concat(parts));
  }

  handleRowDescription(message: unknown): void {
    this.#queries[this.#current]?.handleRowDescription(message);
  }

  handleDataRow(message: unknown): void {
    this.#queries[this.#current]?.handleDataRow(message);
  }

  handleCommandComplete(message: unknown, connection: Connection): void {
    const query = this.#queries[this.#current];
    query?.handleCommandComplete(message, connection);
    query?.handleReadyForQuery(connection);
    this.#current += 1;
  }

  handleEmptyQuery(): void {
    this.#current += 1;
  }

  handleError(error: Error, given: Connection): void {
    this.#forgetUnparsed(given as DriverConnection);
    if (isFromServer(error)) this.callback(new StatementError(this.#current, error, this.#results), []);
    else this.callback(this.#isSent ? error : new NotSentError(error), []);
  }

  handleReadyForQuery(): void {
    const results = this.#results;
    if (this.#failure) this.callback(new StatementError(results.length, this.#failure, results), []);
    else this.callback(undefined, results);
  }

  handlePortalSuspended(): void {
    throw new TypeError('statements that are sent together give all of their rows');
  }

  handleCopyInResponse(connection: Connection & { sendCopyFail?(reason: string): void }): void {
    connection.sendCopyFail?.('statements that are sent together cannot copy');
  }

  handleCopyData(): void {
    throw new TypeError('statements that are sent together cannot copy');
  }

  /** Postgres has not seen the statements after a failure: they must be parsed the next time. */
  #forgetUnparsed(connection: DriverConnection): void {
    for (const { name } of this.#queries.slice(this.#current)) {
      if (name !== undefined && connection.parsedStatements[name] === undefined)
        delete connection.submittedNamedStatements[name];
    }
  }
}

function queryOf({ text, values, name }: Statement, client: ClientBase): DriverQuery {
  const query = new Query({
    text,
    values: values ?? [],
    ...(name === undefined ? {} : { name }),
  }) as DriverQuery;
  // As the client does for queries of its own.
  query._result._types = client;
  return query;
}

function isFromServer(error: Error): boolean {
  return error instanceof pg.DatabaseError;
}
