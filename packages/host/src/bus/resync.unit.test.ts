import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Delivery, LaneOrder } from './resync.js';

const given = (streamSequence: number, consumerSequence: number): Delivery => ({ streamSequence, consumerSequence });
const always = (): boolean => true;
const sequences = (deliveries: readonly Delivery[]): number[] => deliveries.map(({ streamSequence }) => streamSequence);

describe('the order of a lane', () => {
  it('holds everything at first, and goes on once the broker counts no more than is held', () => {
    const order = new LaneOrder();
    order.receive(given(7, 11));
    expect(order.take(10)).toEqual([]);
    expect(order.settle({ delivered: 11, ackPending: 4 }, always)).toBe(false);
    for (const [index, sequence] of [4, 6, 5].entries()) order.receive(given(sequence, 12 + index));
    expect(order.settle({ delivered: 14, ackPending: 4 }, always)).toBe(true);
    expect(sequences(order.take(10))).toEqual([4, 5, 6, 7]);
  });

  it('has nothing to wait for when the broker counts nothing', () => {
    const order = new LaneOrder();
    expect(order.settle({ delivered: 0, ackPending: 0 }, always)).toBe(true);
    expect(order.receive(given(1, 1))).toBe('held');
    expect(sequences(order.take(10))).toEqual([1]);
  });

  it('stops at a gap until what went elsewhere is back', () => {
    const order = new LaneOrder();
    order.settle({ delivered: 0, ackPending: 0 }, always);
    order.receive(given(1, 1));
    expect(order.receive(given(3, 3))).toBe('gap');
    expect(order.take(10)).toEqual([]);
    expect(order.settle({ delivered: 3, ackPending: 3 }, always)).toBe(false);
    order.receive(given(2, 4));
    expect(order.settle({ delivered: 4, ackPending: 3 }, always)).toBe(true);
    expect(sequences(order.take(10))).toEqual([1, 2, 3]);
  });

  it('does not go on while a batch is in hand', () => {
    const order = new LaneOrder();
    order.settle({ delivered: 0, ackPending: 0 }, always);
    order.receive(given(1, 1));
    order.take(1);
    order.reset();
    expect(order.settle({ delivered: 1, ackPending: 0 }, always)).toBe(false);
    order.finish();
    expect(order.settle({ delivered: 1, ackPending: 0 }, always)).toBe(true);
  });

  it('is not deceived by a count that is right by accident: what a former owner may have done does not count', () => {
    const order = new LaneOrder();
    order.receive(given(1, 4));
    order.receive(given(2, 5));
    const isUndone = ({ streamSequence }: Delivery): boolean => streamSequence !== 1;
    expect(order.settle({ delivered: 5, ackPending: 2 }, isUndone)).toBe(false);
    order.drop(1);
    expect(order.settle({ delivered: 5, ackPending: 2 }, isUndone)).toBe(false);
    order.receive(given(3, 6));
    expect(order.settle({ delivered: 6, ackPending: 2 }, always)).toBe(true);
    expect(sequences(order.take(10))).toEqual([2, 3]);
  });

  it('knows a repetition: of what it holds, of what is in hand, and of what is done', () => {
    const order = new LaneOrder();
    order.settle({ delivered: 0, ackPending: 0 }, always);
    order.receive(given(1, 1));
    order.receive(given(2, 2));
    order.take(1);
    expect(order.receive(given(1, 3))).toBe('known');
    expect(order.receive(given(2, 4))).toBe('known');
    order.finish();
    expect(order.receive(given(1, 5))).toBe('done');
    expect(sequences(order.take(10))).toEqual([2]);
  });

  it('forgets what it holds when the broker counts backwards: it has been restarted and remembers less', () => {
    const order = new LaneOrder();
    order.settle({ delivered: 0, ackPending: 0 }, always);
    order.receive(given(1, 1));
    order.receive(given(2, 2));
    expect(order.receive(given(1, 1))).toBe('gap');
    expect(order.heldCount).toBe(1);
    expect(order.inOrder).toBe(false);
  });

  it('counts only what had been given when the broker counted', () => {
    const order = new LaneOrder();
    order.receive(given(1, 1));
    order.receive(given(2, 2));
    expect(order.settle({ delivered: 1, ackPending: 1 }, always)).toBe(true);
    expect(sequences(order.take(10))).toEqual([1, 2]);
  });
});

/** A broker as far as a lane can tell: what it gives to us, to somebody else, or loses on the way. */
class ModelBroker {
  readonly pending = new Map<number, 'us' | 'elsewhere'>();
  readonly onTheWay: Delivery[] = [];
  #stream = 0;
  #delivered = 0;

  give(to: 'us' | 'elsewhere', sequence = (this.#stream += 1)): void {
    this.#delivered += 1;
    this.pending.set(sequence, to);
    if (to === 'us') this.onTheWay.push(given(sequence, this.#delivered));
  }

  giveAgain(to: 'us' | 'elsewhere', pick: number): void {
    const lost = [...this.pending].filter(([, at]) => at === 'elsewhere').map(([sequence]) => sequence);
    if (lost.length > 0) this.give(to, lost[pick % lost.length]);
  }

  breakConnection(): void {
    this.onTheWay.length = 0;
    for (const sequence of this.pending.keys()) this.pending.set(sequence, 'elsewhere');
  }

  get state() {
    return { delivered: this.#delivered, ackPending: this.pending.size };
  }
}

type Step = { readonly do: 'new' | 'again' | 'arrive' | 'settle' | 'take' | 'break'; readonly mine: boolean; readonly pick: number };

function play(broker: ModelBroker, order: LaneOrder<Delivery>, step: Step, handled: number[]): void {
  const to = step.mine ? 'us' : 'elsewhere';
  if (step.do === 'new') broker.give(to);
  if (step.do === 'again') broker.giveAgain(to, step.pick);
  if (step.do === 'arrive') {
    const delivery = broker.onTheWay.shift();
    if (delivery) order.receive(delivery);
  }
  if (step.do === 'settle') order.settle(broker.state, always);
  if (step.do === 'break') {
    broker.breakConnection();
    order.reset();
  }
  if (step.do !== 'take') return;
  const taken = sequences(order.take(1 + (step.pick % 3)));
  const last = taken.at(-1) ?? 0;
  const overtaken = [...broker.pending.keys()].filter((sequence) => sequence < last && !taken.includes(sequence));
  expect(overtaken).toEqual([]);
  for (const sequence of taken) broker.pending.delete(sequence);
  handled.push(...taken);
  order.finish();
}

describe('whatever the broker gives to whom, and whenever connections break', () => {
  const step: fc.Arbitrary<Step> = fc.record({
    do: fc.constantFrom('new', 'new', 'again', 'arrive', 'arrive', 'arrive', 'settle', 'take', 'take', 'break'),
    mine: fc.boolean(),
    pick: fc.nat(20),
  });

  it('nothing overtakes, nothing is handled twice, and in the end everything is handled', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
        const broker = new ModelBroker();
        const order = new LaneOrder<Delivery>();
        const handled: number[] = [];
        for (const each of steps) play(broker, order, each, handled);
        for (let round = 0; broker.pending.size > 0 && round < 500; round += 1) {
          broker.giveAgain('us', 0);
          for (const what of ['arrive', 'arrive', 'settle', 'take'] as const) play(broker, order, { do: what, mine: true, pick: 2 }, handled);
        }
        expect(broker.pending.size).toBe(0);
        expect(handled).toEqual([...new Set(handled)].sort((a, b) => a - b));
      }),
      { numRuns: 2_000 },
    );
  });
});
