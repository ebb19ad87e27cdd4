import { describe, expect, test } from 'vitest';
import { type Delivery, LaneOrder } from './lane-order.js';

const delivery = (streamSequence: number, consumerSequence = streamSequence): Delivery => ({
  streamSequence,
  consumerSequence,
});
const undone = (): boolean => true;
const sequences = (deliveries: readonly Delivery[]): number[] =>
  deliveries.map(({ streamSequence }) => streamSequence);

/** A lane that has gathered all there is: nothing. */
function inOrderAfter(delivered: number): LaneOrder<Delivery> {
  const order = new LaneOrder();
  order.settle({ delivered, ackPending: 0 }, undone);
  return order;
}

describe('a lane that begins', () => {
  test('handles nothing before the broker has said what is outstanding', () => {
    const order = new LaneOrder();
    expect(order.receive(delivery(1))).toBe('held');
    expect(order.take(9)).toEqual([]);
  });

  test('waits until all that was given to anybody is here, and takes it in the order of the stream', () => {
    const order = new LaneOrder();
    order.receive(delivery(9, 4));
    expect(order.settle({ delivered: 4, ackPending: 2 }, undone)).toBe(false);
    order.receive(delivery(7, 5));
    expect(order.settle({ delivered: 5, ackPending: 2 }, undone)).toBe(true);
    expect(sequences(order.take(9))).toEqual([7, 9]);
  });

  test('trusts no count while it may hold what was done before', () => {
    const order = new LaneOrder();
    order.receive(delivery(7, 4));
    expect(order.settle({ delivered: 4, ackPending: 1 }, () => false)).toBe(false);
    order.drop(7);
    expect(order.settle({ delivered: 4, ackPending: 0 }, undone)).toBe(true);
  });

  test('counts only what the broker had given when it was asked', () => {
    const order = new LaneOrder();
    order.receive(delivery(7, 4));
    order.receive(delivery(8, 5));
    expect(order.settle({ delivered: 4, ackPending: 1 }, undone)).toBe(true);
    expect(sequences(order.take(9))).toEqual([7, 8]);
  });
});

describe('a lane in order', () => {
  test('takes what comes, as it comes', () => {
    const order = inOrderAfter(3);
    for (const sequence of [4, 5, 6]) expect(order.receive(delivery(sequence))).toBe('held');
    expect(sequences(order.take(2))).toEqual([4, 5]);
    expect(sequences(order.take(2))).toEqual([6]);
  });

  test('stops when a delivery went to somebody else, and goes on when it is back', () => {
    const order = inOrderAfter(3);
    expect(order.receive(delivery(5, 5))).toBe('gap');
    expect([order.inOrder, order.take(9)]).toEqual([false, []]);
    order.receive(delivery(4, 6));
    expect(order.settle({ delivered: 6, ackPending: 2 }, undone)).toBe(true);
    expect(sequences(order.take(9))).toEqual([4, 5]);
  });

  test('notices that even the first delivery ever went to somebody else', () => {
    expect(inOrderAfter(0).receive(delivery(2, 2))).toBe('gap');
    expect(inOrderAfter(0).receive(delivery(1, 1))).toBe('held');
  });

  test('knows a repetition of what it holds, has in hand, or has done', () => {
    const order = inOrderAfter(0);
    order.receive(delivery(1, 1));
    expect(order.receive(delivery(1, 2))).toBe('known');
    order.take(1);
    expect(order.receive(delivery(1, 3))).toBe('known');
    order.finish();
    expect(order.receive(delivery(1, 4))).toBe('done');
  });

  test('takes the later delivery of what it holds: only that one can be acknowledged', () => {
    const order = inOrderAfter(0);
    const [first, second] = [delivery(1, 1), delivery(1, 2)];
    order.receive(first);
    order.receive(second);
    expect(order.take(1)[0]).toBe(second);
  });

  test('gathers anew after a lost connection', () => {
    const order = inOrderAfter(0);
    order.receive(delivery(1));
    order.reset();
    expect([order.inOrder, order.heldCount]).toEqual([false, 0]);
  });

  test('gathers anew when the broker counts from the beginning again: its consumer was made anew', () => {
    const order = inOrderAfter(8);
    expect(order.receive(delivery(1, 1))).toBe('gap');
    expect(order.inOrder).toBe(false);
  });
});
