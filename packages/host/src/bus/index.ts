export type { BusOperations } from './operate/operations.js';
export { type NatsSettings, connectNats } from './connection.js';
export { ProvisionError, type ProvisionSettings, type Provisioned, provision } from './provision.js';
export { BATCHES_AT_A_TIME, type Bus, startBus } from './start-bus.js';
export { type TailFilter, type TailSettings, type Tailed, tailEvents } from './tail-events.js';
export { type Turns, createTurns } from './turns.js';
export { verifyProvisioned } from './verify-provisioned.js';
