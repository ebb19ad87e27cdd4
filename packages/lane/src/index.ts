export { type ConsumerState, type Delivery, LaneOrder, type Reception } from './lane-order.js';
