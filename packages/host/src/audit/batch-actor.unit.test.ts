import { describe, expect, test } from 'vitest';
import { sold, closed } from '../faults/shop.js';
import { type Handled, batchActor } from './batch-actor.js';

const received = (contract: typeof sold | typeof closed, n: number): Handled => ({
  ok: true,
  envelope: { id: `event-${n}`, type: contract.type, correlationId: `c-${n}` },
});

describe('the actor of a batch of events', () => {
  test('is the service, and names the events that it handles', () => {
    const actor = batchActor('ledger', [received(sold, 1), received(sold, 2)]);
    expect(actor).toMatchObject({
      subject: 'service:ledger',
      operation: 'event:shop.sold.v1',
      always: false,
    });
    expect(JSON.parse(actor.details ?? '')).toEqual({
      count: 2,
      events: [
        { id: 'event-1', correlationId: 'c-1' },
        { id: 'event-2', correlationId: 'c-2' },
      ],
    });
  });

  test('names the type of each when there are several', () => {
    const actor = batchActor('ledger', [received(sold, 1), received(closed, 2)]);
    expect(actor.operation).toBe('events');
    expect(JSON.parse(actor.details ?? '').events[1]).toMatchObject({ type: 'shop.closed.v1' });
  });

  test('names a hundred, and how many there were', () => {
    const many = Array.from({ length: 300 }, (_, n) => received(sold, n));
    const details = JSON.parse(batchActor('ledger', many).details ?? '');
    expect([details.events.length, details.count]).toEqual([100, 300]);
  });
});
