/**
 * The bus. Its rooms, in the order in which an event passes them:
 *
 * - `relay/`: from the outbox to the broker, in order.
 * - `sharing/`: which replica works on which lane.
 * - `lanes/`: what a lane is, and how its events come to a replica.
 * - `settling/`: what becomes of a batch: handled together, alone, tried again or put aside.
 * - `books/`: what the service's database knows: the inbox, positions, attempts, dead letters.
 * - `operate/`: what operators look at and do.
 * - `provisioning/`: what the broker has to hold, and who may do what there.
 * - `connection/`: the connection to the broker.
 *
 * `start-bus.ts` puts them together; beside it is what several rooms need.
 */
export type { BusOperations } from './operate/operations.js';
export { type NatsSettings, connectNats } from './connection/connection.js';
export { authorizationBlock, passwordVariable } from './provisioning/authorization-block.js';
export { describeStep } from './provisioning/describe-step.js';
export type { Provisioned } from './provisioning/plan-provision.js';
export { ProvisionError, type ProvisionSettings, provision } from './provisioning/provision.js';
export {
  type Rights,
  GUEST,
  OBSERVER,
  PROVISIONER,
  deploymentRights,
  guestRights,
  inboxPrefixOf,
  subscriberRights,
} from './provisioning/rights.js';
export { BATCHES_AT_A_TIME } from './bus-options.js';
export { type Bus, startBus } from './start-bus.js';
export { type TailFilter, type TailSettings, type Tailed, tailEvents } from './operate/tail-events.js';
export { type Turns, createTurns } from './lanes/turns.js';
export { verifyProvisioned } from './provisioning/verify-provisioned.js';
