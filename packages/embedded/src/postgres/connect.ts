import { Client, DatabaseError } from 'pg';
import { EmbeddedError } from '../errors.js';
import { LOOPBACK } from '../free-port.js';
import { SUPERUSER } from './initialise.js';

const CONNECT_MS = 2_000;

/** How to reach one cluster. */
export interface ClusterAddress {
  readonly port: number;
  readonly password: string;
  readonly dir: string;
}

/** The connection URL of the platform's database. */
export function databaseUrl({ port, password }: ClusterAddress): string {
  return `postgres://${SUPERUSER}:${encodeURIComponent(password)}@${LOOPBACK}:${port}/${SUPERUSER}`;
}

/** True when the server takes connections; false while it does not yet. */
export async function answers(address: ClusterAddress): Promise<boolean> {
  try {
    await withClient(address, (client) => client.query('select 1'));
    return true;
  } catch (error) {
    if (error instanceof DatabaseError && error.code === '28P01') throw passwordRejected(address, error);
    return false;
  }
}

/** Creates the platform's database unless it exists. */
export async function ensureDatabase(address: ClusterAddress): Promise<void> {
  await withClient(address, async (client) => {
    const found = await client.query('select 1 from pg_database where datname = $1', [SUPERUSER]);
    if (found.rowCount === 0) await client.query(`create database "${SUPERUSER}"`);
  });
}

async function withClient<T>(address: ClusterAddress, work: (client: Client) => Promise<T>): Promise<T> {
  const { port, password } = address;
  const client = new Client({
    host: LOOPBACK,
    port,
    user: SUPERUSER,
    password,
    database: 'postgres',
    connectionTimeoutMillis: CONNECT_MS,
  });
  // A server that ends while we are connected must not become an uncaught error.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end();
  }
}

function passwordRejected({ dir }: ClusterAddress, cause: Error): EmbeddedError {
  return new EmbeddedError(
    'PASSWORD_REJECTED',
    `Postgres does not take the password in ${dir}/password: the file is not the one this data was made with. Put the right file back, or move ${dir} away to start afresh.`,
    { cause },
  );
}
