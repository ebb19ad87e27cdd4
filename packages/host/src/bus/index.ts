export type { BusOperations } from './operate/operations.js';
export { type NatsSettings, connectNats } from './connection.js';
export { authorizationBlock, passwordVariable } from './authorization-block.js';
export { describeStep } from './describe-step.js';
export type { Provisioned } from './plan-provision.js';
export { ProvisionError, type ProvisionSettings, provision } from './provision.js';
export {
  type Rights,
  GUEST,
  OBSERVER,
  PROVISIONER,
  deploymentRights,
  guestRights,
  inboxPrefixOf,
  subscriberRights,
} from './rights.js';
export { BATCHES_AT_A_TIME } from './bus-options.js';
export { type Bus, startBus } from './start-bus.js';
export { type TailFilter, type TailSettings, type Tailed, tailEvents } from './tail-events.js';
export { type Turns, createTurns } from './turns.js';
export { verifyProvisioned } from './verify-provisioned.js';
