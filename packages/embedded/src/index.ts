export { EMBEDDED_ERROR_CODES, EmbeddedError, type EmbeddedErrorCode } from './errors.js';
export { freePort } from './free-port.js';
export { lockState, type StateLock } from './lock-state.js';
export {
  resolveNatsServer,
  type NatsResolution,
  type NatsServer,
  type NatsSource,
} from './nats/resolve-nats-server.js';
export { createTemporaryFolder } from './temporary-folder.js';
export { startNats, type EmbeddedNats, type NatsOptions } from './nats/start-nats.js';
export { startPostgres, type EmbeddedPostgres, type PostgresOptions } from './postgres/start-postgres.js';
