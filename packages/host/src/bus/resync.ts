export { type Delivery, LaneOrder } from '@quyu/lane';
