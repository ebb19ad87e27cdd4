export { type Cause, currentCause, withCause } from './cause.js';
export {
  AmbiguousCommitError,
  DatabaseUnavailableError,
  isDatabaseOutage,
  isSerializationFailure,
  sqlStateOf,
} from './errors.js';
export { AGGREGATE_ID_LIMIT } from './event-buffer.js';
export {
  type MigrateSettings,
  MigrationError,
  type PendingMigrations,
  checkMigrations,
  migrate,
} from './migrate.js';
export { quoteName, relayRoleOf, roleOf, schemaOf } from './names.js';
export type { TransactionContext, Written } from './open-transaction.js';
export { PLATFORM_TABLES } from './platform-schema.js';
export {
  type ConnectionTarget,
  type PoolSettings,
  createDatabase,
  createPool,
  withDirectConnection,
} from './pool.js';
export {
  type RunOptions,
  type Transactor,
  type TransactorSettings,
  createTransactor,
  inTransaction,
} from './transactor.js';
