import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { postgresUrl } from './infrastructure/addresses.js';

/** A database that nobody else uses. */
export interface ThrowawayDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/**
 * Creates an empty database on the tests' Postgres.
 *
 * @example const database = await createDatabase(); ... await database.drop();
 */
export async function createDatabase(): Promise<ThrowawayDatabase> {
  const server = postgresUrl();
  const name = randomRoot();
  await execute(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => execute(server, `drop database if exists ${name} with (force)`) };
}

/** A name nobody else uses: for a database, or as the first token of subjects. */
export function randomRoot(): string {
  return `t${randomBytes(6).toString('hex')}`;
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
