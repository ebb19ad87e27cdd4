export { type Cause, currentCause } from './cause.js';
export { DatabaseUnavailableError } from './errors.js';
export { type Logins, addressFor } from './logins.js';
export {
  type MigrateSettings,
  MigrationError,
  type PendingMigrations,
  checkMigrations,
  migrate,
} from './migrate.js';
export type { Written } from './open-transaction.js';
export { createPool } from './pool.js';
export { currentScope, withScope } from './scope.js';
export { openingOf } from './scope-statement.js';
export { createDatabase, scopedQueryable } from './scoped-database.js';
export { type Transactor, createTransactor, inTransaction } from './transactor.js';
