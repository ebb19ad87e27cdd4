import { Client } from 'pg';
import { eventually } from './eventually.js';

/** The database of a scenario, seen by its owner: every statement on a connection of its own, because they get killed. */
export interface Database {
  readonly url: string;
  query<Row extends object>(sql: string, values?: unknown[]): Promise<Row[]>;
}

/** Looks at a database. */
export function databaseAt(url: string): Database {
  return {
    url,
    async query<Row extends object>(sql: string, values: unknown[] = []) {
      const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
      client.on('error', () => undefined); // the statement under way fails, and tells
      try {
        await client.connect();
        return (await client.query<Row>(sql, values)).rows;
      } finally {
        await client.end();
      }
    },
  };
}

/** Creates an empty database on a server. */
export async function createDatabase(serverUrl: string, name: string): Promise<Database> {
  await eventually(
    'a database is created',
    async () => {
      const server = databaseAt(serverUrl);
      const found = await server.query('select 1 from pg_database where datname = $1', [name]);
      if (found.length === 0) await server.query(`create database ${name}`);
      return true;
    },
    Boolean,
    15_000,
  );
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return databaseAt(url.href);
}

/** The address of a database through another port. */
export function throughPort(url: string, port: number): string {
  const changed = new URL(url);
  changed.port = String(port);
  return changed.href;
}
