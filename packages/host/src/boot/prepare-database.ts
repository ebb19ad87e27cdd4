import type { PluginSpec } from '@quyu/plugin-kit';
import type { Logger } from 'pino';
import { messageOf } from '../database/errors.js';
import { type Logins, type SchemaState, compareSchemas, migrate } from '../database/index.js';
import { BootError, type BootStep, bootStep } from './boot-error.js';
import { gatherFaults } from './gather-faults.js';

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
  const states = await compareSchemas(database);
  // A database that does not answer says the same of each: once is enough.
  const causes = new Map(
    states.flatMap(({ unreadable }) =>
      unreadable === undefined ? [] : [[messageOf(unreadable), unreadable]],
    ),
  );
  await gatherFaults([
    ...[...causes.values()].map((cause) => bootStep(step, () => Promise.reject(cause))),
    bootStep(step, () => refuseMissing(step, states)),
  ]);
}

function refuseMissing(step: BootStep, states: readonly SchemaState[]): void {
  const behind = states.filter(({ missing }) => missing.length > 0);
  if (behind.length === 0) return;
  const lacks = behind.map(({ plugin, missing }) => `"${plugin}" lacks ${missing.join(', ')}`);
  throw new BootError(step, `migrations are missing: ${lacks.join('; ')}. Run quyu migrate`);
}
