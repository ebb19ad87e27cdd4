import { streamName } from '@quyu/contract-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Service, startService } from '../../faults/service.js';
import { closed, ledger, shop, sold } from '../../faults/shop.js';
import { type Site, eventually, openSite } from '../../faults/site.js';
import { proxyTo } from '../../faults/tcp-proxy.js';

let site: Site;
const running: Service[] = [];
const cause = {
  correlationId: 'c-1',
  causationId: 'r-1',
  traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
};

beforeEach(async () => {
  site = await openSite([shop, ledger]);
});

afterEach(async () => {
  for (const service of running.splice(0)) await service.stop();
  await site.close();
});

const start = async (natsUrl = site.natsUrl): Promise<Service> => {
  const service = await startService({ ...site, natsUrl }, shop);
  running.push(service);
  return service;
};

const sell = (service: Service, tills: readonly string[]): Promise<void> =>
  service.transactor.run(cause, async (tx) => {
    for (const tillId of tills) tx.publish(sold, { tillId, amount: 1 });
  });

const drained = (service: Service): Promise<unknown> =>
  eventually(
    () => service.bus.status(),
    ({ outbox }) => outbox === 0,
  );

describe('the relay', () => {
  it('publishes what was committed as CloudEvents, in the order of each aggregate, and empties the outbox', async () => {
    const service = await start();
    await sell(service, ['b', 'a', 'b']);
    await service.transactor.run(cause, async (tx) => tx.publish(closed, { tillId: 'b', note: '停业' }));
    await drained(service);
    const events = await site.readStream('shop');
    const of = (till: string) => events.filter(({ aggregateId }) => aggregateId === till);
    expect(of('b').map(({ type, aggregateVersion }) => [type, aggregateVersion])).toEqual([
      ['shop.sold.v1', 1],
      ['shop.sold.v1', 2],
      ['shop.closed.v1', 3],
    ]);
    expect(of('b')[2]).toMatchObject({
      ...cause,
      service: 'shop',
      aggregateType: 'till',
      data: { tillId: 'b', note: '停业' },
    });
    expect(await service.bus.status()).toMatchObject({ published: 4, outbox: 0, parked: 0 });
  });

  it('publishes nothing of what was rolled back', async () => {
    const service = await start();
    const undone = service.transactor.run(cause, async (tx) => {
      tx.publish(sold, { tillId: 'x', amount: 1 });
      throw new Error('no');
    });
    await expect(undone).rejects.toThrow('no');
    await sell(service, ['y']);
    await drained(service);
    expect((await site.readStream('shop')).map(({ aggregateId }) => aggregateId)).toEqual(['y']);
  });

  it('is woken by the commit: an event takes milliseconds, not the second of the poll behind it', async () => {
    const service = await start();
    const took: number[] = [];
    const heard = site.nc.subscribe(`${site.root}.shop.>`)[Symbol.asyncIterator]();
    await site.nc.flush();
    for (let n = 0; n < 10; n += 1) {
      const began = performance.now();
      await sell(service, ['quick']);
      await heard.next();
      took.push(performance.now() - began);
    }
    expect(took.sort((a, b) => a - b)[5]).toBeLessThan(250);
  });

  it('works in one replica at a time, and another goes on when it is gone', async () => {
    const [first, second] = [await start(), await start()];
    await sell(
      second,
      Array.from({ length: 300 }, (_, n) => `t-${n % 7}`),
    );
    await drained(second);
    running.splice(running.indexOf(first), 1);
    await first.stop();
    await sell(
      second,
      Array.from({ length: 300 }, (_, n) => `t-${n % 7}`),
    );
    await drained(second);
    const events = await site.readStream('shop');
    expect(events).toHaveLength(600);
    for (const till of ['t-0', 't-6']) {
      const versions = events
        .filter(({ aggregateId }) => aggregateId === till)
        .map(({ aggregateVersion }) => aggregateVersion);
      expect(versions).toEqual(versions.map((_, index) => index + 1));
    }
  });

  it('puts aside what the broker can never take, and what follows it in its aggregate, and says why', async () => {
    const service = await start();
    const large = 'x'.repeat(2 * 1024 * 1024);
    await service.transactor.run(cause, async (tx) => {
      tx.publish(closed, { tillId: 'big', note: large });
      tx.publish(sold, { tillId: 'big', amount: 1 });
      tx.publish(sold, { tillId: 'small', amount: 1 });
    });
    await drained(service);
    await sell(service, ['big', 'small']);
    await drained(service);
    expect((await site.readStream('shop')).map(({ aggregateId }) => aggregateId)).toEqual(['small', 'small']);
    const parked = await site.query<{ reason: string }>(
      'select aggregate_version::int as version, reason from shop.outbox_parked order by id',
    );
    expect(parked.map(({ reason }) => reason.slice(0, 30))).toEqual([
      expect.stringContaining('the event takes 209'),
      'follows one that was refused: ',
      'follows one that was put aside',
    ]);
    expect(await service.bus.status()).toMatchObject({ parked: 3, published: 2 });
  });

  it('waits for a stream that is gone, says so, and goes on when it is back', async () => {
    const service = await start();
    await site.manager.streams.delete(streamName(site.root, 'shop'));
    await sell(service, ['a', 'a', 'b']);
    const problems = await eventually(
      () => service.bus.problems(),
      (found) => found.length > 0,
    );
    expect(problems[0]).toContain('shop relay: no stream takes the event');
    expect((await service.pool.query('select count(*)::int as n from outbox')).rows).toEqual([{ n: 3 }]);
    await site.manager.streams.add({
      name: streamName(site.root, 'shop'),
      subjects: [`${site.root}.shop.>`],
      allow_direct: true,
    });
    await drained(service);
    expect(await site.readStream('shop')).toHaveLength(3);
    expect(service.bus.problems()).toEqual([]);
  });

  it('loses and repeats nothing when the connection breaks in the middle, again and again', async () => {
    const proxy = await proxyTo(site.natsUrl);
    const service = await start(proxy.url);
    const breaking = setInterval(() => proxy.reset(), 300);
    for (let n = 0; n < 20; n += 1)
      await sell(
        service,
        Array.from({ length: 200 }, (_, each) => `t-${each % 9}`),
      );
    clearInterval(breaking);
    await drained(service);
    const events = await site.readStream('shop');
    expect(events).toHaveLength(4000);
    const versions = events
      .filter(({ aggregateId }) => aggregateId === 't-3')
      .map(({ aggregateVersion }) => aggregateVersion);
    expect(versions).toEqual(versions.map((_, index) => index + 1));
    await service.stop();
    running.splice(running.indexOf(service), 1);
    await proxy.close();
  });

  it('notices a lost connection at once and not when the replies are overdue', async () => {
    const proxy = await proxyTo(site.natsUrl);
    const service = await start(proxy.url);
    await sell(service, ['a']);
    await drained(service);
    proxy.swallow();
    await sell(service, ['a']);
    await new Promise((resolve) => setTimeout(resolve, 200));
    const began = performance.now();
    proxy.reset();
    await drained(service);
    expect(performance.now() - began).toBeLessThan(3_000);
    await service.stop();
    running.splice(running.indexOf(service), 1);
    await proxy.close();
  });

  it('goes on after its database session was killed', async () => {
    const service = await start();
    await sell(service, ['a']);
    await drained(service);
    await site.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'quyu relay shop' and datname = $1`,
      [site.root],
    );
    await sell(service, ['a']);
    await drained(service);
    expect(await site.readStream('shop')).toHaveLength(2);
  });
});
