import type { PluginSpec } from '@quyu/plugin-kit';
import type { Logger } from 'pino';
import { type Logins, checkMigrations, migrate } from '../database/index.js';
import { BootError, bootStep } from './boot-error.js';

/** What preparing the database takes. */
export interface DatabaseToPrepare {
  readonly databaseUrl: string;
  readonly specs: readonly PluginSpec[];
  readonly logins: Logins | undefined;
  /** Whether missing migrations are applied or refused. */
  readonly migrate: boolean;
  readonly log: Logger;
}

const REMEDY = 'Is Postgres running, is QUYU_DATABASE_URL right, and has quyu migrate been run?';

/** Sees to it that every plugin's schema is up to date. @throws BootError when one is not and must not be changed. */
export async function prepareDatabase(database: DatabaseToPrepare): Promise<void> {
  if (database.migrate) {
    await bootStep({ name: 'migrating the database' }, () => migrate(database));
    return;
  }
  const step = { name: 'checking the database', remedy: REMEDY };
  const behind = await bootStep(step, () => checkMigrations(database));
  if (behind.length === 0) return;
  const missing = behind.map(({ plugin, pending }) => `"${plugin}" lacks ${pending.join(', ')}`);
  throw new BootError(step, `migrations are missing: ${missing.join('; ')}. Run quyu migrate`);
}
