export { type Cause, currentCause } from './cause.js';
export { DatabaseUnavailableError } from './errors.js';
export {
  type MigrateSettings,
  MigrationError,
  type PendingMigrations,
  checkMigrations,
  migrate,
} from './migrate.js';
export type { Written } from './open-transaction.js';
export { createDatabase, createPool } from './pool.js';
export { type Transactor, createTransactor, inTransaction } from './transactor.js';
