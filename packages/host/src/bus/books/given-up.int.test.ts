import { jetstream } from '@nats-io/jetstream';
import { streamName } from '@quyu/contract-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { notingHandlers } from '../../faults/ledger-handlers.js';
import { eventually } from '../../faults/site.js';
import { type TillSite, openTillSite } from '../../faults/till-site.js';
import { givenUpStream } from '../provisioning/stream-config.js';

let site: TillSite;

beforeEach(async () => {
  site = await openTillSite();
});

afterEach(() => site.close());

describe('an event that the broker has given up', () => {
  it('is put aside, and what follows it in its aggregate behind it, before anything else is handled', async () => {
    const stream = streamName(site.root, 'shop');
    const durable = site.durableOf('a');
    const limit = { max_deliver: 2, ack_wait: 200_000_000 };
    await site.manager.consumers.update(stream, durable, limit);
    await site.sell(['a']);
    const consumer = await jetstream(site.nc).consumers.get(stream, durable);
    for (let n = 0; n < 2; n += 1) {
      const message = await consumer.next({ expires: 2_000 });
      message?.nak();
    }
    await consumer.next({ expires: 1_000 });
    await eventually(
      () => site.manager.streams.info(givenUpStream(site.root)),
      ({ state }) => state.messages === 1,
    );
    await site.manager.consumers.update(stream, durable, { max_deliver: 1_000, ack_wait: 5_000_000_000 });
    await site.sell(['a', 'b']);
    const service = await site.consume(notingHandlers());
    await site.quiet(service);
    expect(await site.deadLetters()).toEqual([
      {
        till: 'a',
        version: 1,
        reason: 'crashed',
        error: 'the broker gave it 2 times and nobody said that it was done',
        attempts: 2,
      },
      {
        till: 'a',
        version: 2,
        reason: 'quarantined',
        error: 'follows a dead letter of its aggregate',
        attempts: 0,
      },
    ]);
    expect(await site.effects()).toEqual([{ till: 'b', version: 1 }]);
  }, 30_000);
});
