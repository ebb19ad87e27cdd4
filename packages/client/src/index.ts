export {
  type Api,
  type BulkSummary,
  type Client,
  type ClientOptions,
  type DataOf,
  type EventContract,
  type EventEnvelope,
  type EventType,
  type Money,
  type Page,
  Problem,
  createClient,
  itemsOf,
  platformApi,
} from '@quyu/contract-kit';
export type { Broker } from './connect.js';
export type { DeadLetter, DeadReason } from './dead-letter.js';
export type { EventOf } from './event-of.js';
export { createInbox } from './inbox/create-inbox.js';
export type { Inbox } from './inbox/inbox.js';
export { type ReplayOptions, type Replayed, replayDead } from './inbox/replay-dead.js';
export type { StartAt } from './provisioning/consumer-config.js';
export {
  type ProvisionOptions,
  type ProvisionedSubscription,
  provisionSubscription,
} from './provisioning/provision-subscription.js';
export type { OnDead } from './report-dead.js';
export type { RetrySettings } from './retry-settings.js';
export { type InboxHandler, type PlainHandler, type SubscribeSettings, subscribe } from './subscribe.js';
export type { SubscriberLog } from './subscriber-log.js';
export type { Subscription } from './subscription.js';
export { SubscriptionError } from './subscription-error.js';
