import type { EventContract } from '@quyu/contract-kit';

/** A consumed event whose order does not matter to the one who consumes it. */
export interface AnyOrder {
  readonly order: 'any';
}

/**
 * Marks an event in `consumes` whose handler does not care for the order, not even of one aggregate: each event still takes
 * effect exactly once, but every replica handles some of them at the same time, one that fails is tried again while others go on,
 * and a dead letter holds nothing up.
 *
 * @example consumes: [partnerEnrolled, anyOrder(salesImported)]
 */
export function anyOrder<E extends EventContract>(event: E): E & AnyOrder {
  return Object.freeze({ ...event, order: 'any' });
}

/** True for what {@link anyOrder} has marked. */
export function isAnyOrder(event: EventContract): event is EventContract & AnyOrder {
  return 'order' in event && event.order === 'any';
}
