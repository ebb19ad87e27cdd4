import { randomBytes } from 'node:crypto';
import type { PluginSpec } from '@quyu/plugin-kit';
import pino, { type Logger } from 'pino';
import { Client } from 'pg';
import { migrate } from '../database/migrate.js';
import { quoteName } from '../database/names.js';

/** A database of its own on the tests' Postgres, and a subject root of its own on their NATS. */
export interface Place {
  readonly databaseUrl: string;
  readonly natsUrl: string;
  readonly root: string;
  readonly log: Logger;
  /** Runs SQL as the owner. */
  query<Row extends object>(sql: string, values?: unknown[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** Says nothing unless a test is being looked into. */
export const testLog: Logger = pino({ level: process.env['QUYU_TEST_LOG'] ?? 'silent' });

/** Makes a place and migrates the plugins in it. */
export async function createPlace(specs: readonly PluginSpec[]): Promise<Place> {
  const name = `t_${randomBytes(6).toString('hex')}`;
  const postgresUrl = addressFrom('QUYU_TEST_POSTGRES_URL');
  await onServer(postgresUrl, `create database ${quoteName(name)}`);
  const databaseUrl = withDatabase(postgresUrl, name);
  await migrate({ databaseUrl, specs, log: testLog });
  const owner = new Client({ connectionString: databaseUrl });
  // Tests kill connections on purpose, this one among them.
  owner.on('error', (error) => testLog.debug({ err: error }, 'the owner lost its connection'));
  await owner.connect();
  return {
    databaseUrl,
    natsUrl: addressFrom('QUYU_TEST_NATS_URL'),
    root: name,
    log: testLog,
    query: async <Row extends object>(sql: string, values: unknown[] = []) =>
      (await owner.query<Row>(sql, values)).rows,
    async close() {
      await owner.end();
      await onServer(postgresUrl, `drop database ${quoteName(name)} with (force)`);
    },
  };
}

function addressFrom(variable: string): string {
  const address = process.env[variable];
  if (!address) throw new Error(`${variable} is not set: integration tests need a Postgres and a NATS`);
  return address;
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

async function onServer(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
