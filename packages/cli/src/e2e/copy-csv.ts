import type { ClientBase, Connection, Submittable } from 'pg';

interface CopyConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

const readHeader = (csv: Buffer): string[] => {
  const end = csv.indexOf('\n');
  const line = csv.toString('utf8', 0, end === -1 ? csv.length : end);
  return line
    .replace(/^\uFEFF/, '')
    .trim()
    .split(',');
};

/** One `COPY ... FROM STDIN` in the form the `pg` client asks of anything it is given to run. */
class CopyIn implements Submittable {
  readonly done: Promise<void>;
  readonly #settle: { resolve: () => void; reject: (error: Error) => void };
  readonly #sql: string;
  readonly #bytes: Buffer;

  constructor(sql: string, bytes: Buffer) {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.done = promise;
    this.#settle = { resolve, reject };
    this.#sql = sql;
    this.#bytes = bytes;
  }

  submit(connection: Connection): void {
    connection.query(this.#sql);
  }

  handleCopyInResponse(connection: CopyConnection): void {
    connection.sendCopyFromChunk(this.#bytes);
    connection.endCopyFrom();
  }

  handleCommandComplete(): void {}

  handleError(error: Error): void {
    this.#settle.reject(error);
  }

  handleReadyForQuery(): void {
    this.#settle.resolve();
  }
}

/**
 * Loads a CSV into a new temporary table by COPY: every column is the text of its cells, NULL where a cell is empty and unquoted,
 * and `line_no` numbers the lines. Postgres parses the CSV, so the reading shares nothing with the importer under test.
 */
export const copyCsv = async (pg: ClientBase, table: string, csv: Buffer): Promise<void> => {
  const columns = readHeader(csv).map(quoteName);
  const typed = columns.map((column) => `${column} text`).join(', ');
  await pg.query(
    `create temp table ${quoteName(table)} (line_no int generated always as identity, ${typed})`,
  );
  const target = `${quoteName(table)} (${columns.join(', ')})`;
  const copy = new CopyIn(`copy ${target} from stdin with (format csv, header true, encoding 'UTF8')`, csv);
  pg.query(copy);
  await copy.done;
  // Temporary tables are never analysed on their own, and the plans without statistics are 10 times slower.
  await pg.query(`analyze ${quoteName(table)}`);
};
