import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Service, startService } from '../../faults/service.js';
import { closed, ledger, shop, sold } from '../../faults/shop.js';
import { type Site, eventually, openSite } from '../../faults/site.js';
import { type TailSettings, type Tailed, tailEvents } from './tail-events.js';

let site: Site;
let service: Service;
const cause = { correlationId: 'c', causationId: 'r' };

beforeAll(async () => {
  site = await openSite([shop, ledger]);
  service = await startService(site, shop);
});

afterAll(async () => {
  await service.stop();
  await site.close();
});

const sell = async (tillId: string): Promise<void> => {
  await service.transactor.run(cause, async (tx) => {
    tx.publish(sold, { tillId, amount: 1 });
    tx.publish(closed, { tillId });
  });
  await eventually(
    () => service.bus.status(),
    ({ outbox }) => outbox === 0,
  );
};

const follow = (settings: Partial<TailSettings>) => {
  const seen: string[] = [];
  const stop = new AbortController();
  const name = (each: Tailed): string =>
    'event' in each ? `${each.event.type} ${each.event.aggregateId}` : `? ${each.unreadable.fault}`;
  const ended = (async () => {
    for await (const each of tailEvents({ nc: site.nc, root: site.root, signal: stop.signal, ...settings }))
      seen.push(name(each));
  })();
  return { seen, end: async () => (stop.abort(), ended) };
};

describe('tailing events', () => {
  it('shows what is published from now on, filtered as asked, and ends when told', async () => {
    const all = follow({});
    const some = follow({ filter: { type: 'shop.closed.v1', aggregateType: 'till', aggregateId: 'b' } });
    const none = follow({ filter: { aggregateType: 'account', aggregateId: 'b' } });
    await site.nc.flush();
    await sell('a');
    await sell('b');
    site.nc.publish(`${site.root}.shop.sold.v1.p00`, 'rubbish');
    await eventually(
      () => all.seen,
      (seen) => seen.length === 5,
    );
    expect(all.seen).toEqual([
      'shop.sold.v1 a',
      'shop.closed.v1 a',
      'shop.sold.v1 b',
      'shop.closed.v1 b',
      '? header ce-sequence is missing',
    ]);
    expect(some.seen).toEqual(['shop.closed.v1 b']);
    expect(none.seen).toEqual([]);
    for (const each of [all, some, none]) await each.end();
  });

  it('shows what has been since a moment, and goes on', async () => {
    const since = new Date();
    await sell('past');
    const tail = follow({ filter: { service: 'shop' }, since });
    await eventually(
      () => tail.seen,
      (seen) => seen.length === 2,
    );
    await sell('future');
    await eventually(
      () => tail.seen,
      (seen) => seen.length === 4,
    );
    expect(tail.seen).toEqual([
      'shop.sold.v1 past',
      'shop.closed.v1 past',
      'shop.sold.v1 future',
      'shop.closed.v1 future',
    ]);
    await tail.end();
    await expect(follow({ since }).end()).rejects.toThrow('say of which service');
  });
});
