import { connect } from '@nats-io/transport-node';
import { v7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startService } from '../../faults/service.js';
import { shop, sold } from '../../faults/shop.js';
import { eventually } from '../../faults/site.js';
import { type TillSite, cause, openTillSite } from '../../faults/till-site.js';

let site: TillSite;

beforeEach(async () => {
  site = await openTillSite();
});

afterEach(() => site.close());

describe('a replica that does not relay', () => {
  it('tells the one that does, so that its events do not wait for the next look', async () => {
    const other = await startService(site, shop);
    const nc = await connect({ servers: site.natsUrl });
    const arrivals = nc.subscribe(`${site.root}.shop.>`)[Symbol.asyncIterator]();
    await nc.flush();
    const waits: number[] = [];
    for (let n = 0; n < 12; n += 1) {
      await other.transactor.run(cause, async (tx) => tx.publish(sold, { tillId: v7(), amount: n }));
      const began = performance.now();
      await arrivals.next();
      waits.push(performance.now() - began);
    }
    // Looking once a second alone would make it half a second.
    expect(waits.toSorted((a, b) => a - b)[6]).toBeLessThan(200);
    await nc.close();
    await other.stop();
    await eventually(
      () => site.shop.bus.status(),
      ({ outbox }) => outbox === 0,
    );
  });
});
