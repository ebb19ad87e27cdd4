import type { PluginSpec } from '@quyu/plugin-kit';
import type { Kysely } from 'kysely';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { type Logins, addressFor } from './logins.js';
import { type MigrationList, migrationLists } from './migration-lists.js';
import { type LockPatience, USUAL_PATIENCE } from './lock-patience.js';
import { createPool } from './pool.js';
import { createDatabase } from './scoped-database.js';

/** Settings of `migrate`. */
export interface MigrateSettings {
  /** Logs in as the owner of the schemas: it may create roles and schemas. */
  readonly databaseUrl: string;
  readonly specs: readonly PluginSpec[];
  /** Logins of the services: made by migrating, used for checking. */
  readonly logins?: Logins | undefined;
  /** How long migrations wait for locks that the services hold. Default: 3 s at a time, 20 times. */
  readonly lockPatience?: LockPatience | undefined;
  readonly log: Logger;
}

/** A plugin's migrations that have not been applied. */
export interface PendingMigrations {
  readonly plugin: string;
  readonly pending: readonly string[];
}

/** Migrations run as the login role, with the plugin's schema as the meaning of unqualified names; a service's login may look. */
export async function withLists<T>(
  spec: PluginSpec,
  settings: MigrateSettings,
  work: (lists: readonly MigrationList[], pool: Pool) => Promise<T>,
): Promise<T> {
  const pool: Pool = createPool({
    databaseUrl: addressFor(spec.id, settings.databaseUrl, settings.logins),
    service: spec.id,
    ...(settings.logins?.[spec.id] === undefined ? { role: null } : {}),
    max: 1,
    applicationName: `quyu migrate ${spec.id}`,
    statementTimeoutMs: 600_000,
    log: settings.log,
  });
  const db: Kysely<unknown> = createDatabase(pool);
  try {
    return await work(migrationLists(db, spec, settings.lockPatience ?? USUAL_PATIENCE), pool);
  } finally {
    await db.destroy();
    // Kysely leaves a pool alone that it was not asked to use, and its connection would keep the process waiting.
    if (!pool.ended) await pool.end();
  }
}
