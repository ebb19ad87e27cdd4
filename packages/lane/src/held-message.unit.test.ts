import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type BrokerMessage, giveBack, holdMessage, inHand, keepAlive } from './held-message.js';

/** A delivery that notes what is said to the broker about it. */
function delivery(said: unknown[], deliveryCount = 1): BrokerMessage {
  return {
    subject: 'quyu.shop.opened.v1.p00',
    data: new TextEncoder().encode('{}'),
    info: { streamSequence: 7, deliverySequence: 3, deliveryCount },
    ack: () => said.push('ack'),
    nak: (ms) => said.push(['nak', ms]),
    term: (reason) => said.push(['term', reason]),
    working: () => said.push('working'),
  };
}

const context = { root: 'quyu', stream: 'QUYU_SHOP', contracts: new Map() };

describe('a delivery that waits', () => {
  it('is read once, when its turn comes', () => {
    const message = delivery([]);
    const data = vi.spyOn(message, 'data', 'get');
    const held = holdMessage(message, context);
    expect(held).toMatchObject({ streamSequence: 7, consumerSequence: 3, isUndone: false });
    expect(data).not.toHaveBeenCalled();
    expect(held.received()).toBe(held.received());
    expect(data).toHaveBeenCalledTimes(1);
  });

  it('is given back to whoever goes on', () => {
    const said: unknown[] = [];
    giveBack([holdMessage(delivery(said), context)]);
    expect(said).toEqual([['nak', undefined]]);
  });
});

describe('a message in hand', () => {
  it.each([
    ['handled', undefined, 'ack'],
    ['put aside', 'it is broken', ['term', 'it is broken']],
  ])('that is %s is in no hand any more, and the broker knows', (_what, why, word) => {
    const said: unknown[] = [];
    const held = holdMessage(delivery(said), context);
    const hand = new Set([held]);
    inHand(held, hand).settled(why);
    expect([hand.size, said]).toEqual([0, [word]]);
  });

  it('is suspect when somebody had it before, and can be given back for later', () => {
    const said: unknown[] = [];
    const held = holdMessage(delivery(said, 2), context);
    const hand = new Set([held]);
    const message = inHand(held, hand);
    expect(message.isSuspect).toBe(true);
    message.giveBack(500);
    expect([hand.size, said]).toEqual([0, [['nak', 500]]]);
  });
});

describe('what we keep for long', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('stays ours: the broker is told before its time runs out, and no more once it ends', () => {
    const said: unknown[] = [];
    const held = holdMessage(delivery(said), context);
    const end = keepAlive(() => [held], 3_000);
    vi.advanceTimersByTime(1_000);
    expect(said).toEqual([]);
    vi.advanceTimersByTime(1_000);
    expect(said).toEqual(['working']);
    end();
    vi.advanceTimersByTime(5_000);
    expect(said).toEqual(['working']);
  });
});
