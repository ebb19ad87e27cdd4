export { type Backoff, backoffMs } from './backoff.js';
export {
  type BrokerMessage,
  type Held,
  type InHand,
  giveBack,
  holdMessage,
  inHand,
  keepAlive,
} from './held-message.js';
export { type ConsumerState, type Delivery, LaneOrder, type Reception } from './lane-order.js';
export { type AddressOptions, readAddress } from './nats-address.js';
export { type Claims, type RawMessage, type ReadContext, type Received, readEvent } from './read-event.js';
