export type { ChainFault } from './audit/chain.js';
export { headText } from './audit/unit-store.js';
export { type Verified, type VerifySettings, verifyAudit } from './audit/verify-chain.js';
export { BootError, bootStep } from './boot/boot-error.js';
export { BootErrors } from './boot/gather-faults.js';
export { SchemaError, schemaFaults } from './boot/schema-error.js';
export { ConfigError, type ConfigFault } from './boot/config-error.js';
export type { Host, HostOptions } from './boot/host.js';
export { type LogOutput, createLog } from './boot/log.js';
export { secretTextsOf, secretVariablesOf } from './boot/secret-texts.js';
export { type Env, readSecretVariable } from './boot/secret-files.js';
export { readBrokerSettings, readDatabaseSettings } from './boot/command-settings.js';
export { type HostSettings, type LogLevel, readSettings } from './boot/settings.js';
export { connectionsOf } from './boot/open-database.js';
export { natsLogin } from './boot/nats-login.js';
export { startHost } from './boot/start-host.js';
export type { AuthSettings } from './http/authenticate.js';
export type { CheckState, Readiness } from './http/health.js';
export {
  type LocalIssuer,
  type LocalIssuerOptions,
  type TokenRequest,
  createLocalIssuer,
} from './http/local-issuer.js';
export {
  GUEST,
  type NatsSettings,
  OBSERVER,
  PROVISIONER,
  ProvisionError,
  type ProvisionSettings,
  type Provisioned,
  type Rights,
  type TailFilter,
  type TailSettings,
  type Tailed,
  authorizationBlock,
  connectNats,
  deploymentRights,
  describeStep,
  guestRights,
  inboxPrefixOf,
  passwordVariable,
  provision,
  subscriberRights,
  tailEvents,
} from './bus/index.js';
export {
  type Logins,
  type MigrateSettings,
  MigrationError,
  type PendingMigrations,
  type SchemaState,
  checkMigrations,
  compareSchemas,
  inTransaction,
  migrate,
  platformMigrations,
} from './database/index.js';
export { v7 as newId } from 'uuid';
