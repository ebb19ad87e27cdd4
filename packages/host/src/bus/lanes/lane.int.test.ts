import { setTimeout as sleep } from 'node:timers/promises';
import { jetstream } from '@nats-io/jetstream';
import { streamName } from '@quyu/contract-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { notingHandlers } from '../../faults/ledger-handlers.js';
import { ledger, shop } from '../../faults/shop.js';
import { eventually } from '../../faults/site.js';
import { proxyTo } from '../../faults/tcp-proxy.js';
import { type TillSite, openTillSite, quick } from '../../faults/till-site.js';
import { provision } from '../provisioning/provision.js';

let site: TillSite;

beforeEach(async () => {
  site = await openTillSite();
});

afterEach(() => site.close());

describe('a consumer whose deliveries went elsewhere', () => {
  it('waits for those that a dead process had, and handles them before newer ones', async () => {
    await site.sell(['a', 'a', 'a', 'a', 'a']);
    const consumer = await jetstream(site.nc).consumers.get(
      streamName(site.root, 'shop'),
      site.durableOf('a'),
    );
    const lost = await consumer.fetch({ max_messages: 3, expires: 1000 });
    let got = 0;
    for await (const _ of lost) got += 1;
    expect(got).toBe(3);
    const service = await site.consume(notingHandlers());
    await site.sell(['a', 'a']);
    await sleep(1_000);
    expect(await site.effects()).toEqual([]);
    await site.quiet(service);
    expect(await site.handled()).toEqual({ count: 7, disorder: 0 });
  });

  it('keeps order and effects through connections that break again and again', async () => {
    const proxy = await proxyTo(site.natsUrl);
    const service = await site.consume(notingHandlers(), { ...quick, batchSize: 20 }, proxy.url);
    const breaking = setInterval(() => proxy.reset(), 700);
    for (let n = 0; n < 10; n += 1) {
      await site.sell(Array.from({ length: 150 }, (_, each) => `t-${each % 11}`));
      await sleep(100);
    }
    clearInterval(breaking);
    await eventually(site.effects, (found) => found.length >= 1500, 25_000);
    await site.quiet(service);
    expect(await site.handled()).toEqual({ count: 1500, disorder: 0 });
    await site.stop(service);
    await proxy.close();
  });

  it('handles nothing more once another replica has taken its lane over', async () => {
    const service = await site.consume(notingHandlers());
    await site.sell(['a']);
    await site.quiet(service);
    await site.query('update ledger.lane set epoch = epoch + 1');
    await site.sell(['a', 'a']);
    await site.quiet(service);
    expect(await site.handled()).toEqual({ count: 3, disorder: 0 });
    expect(await site.query('select max(epoch)::int as epoch from ledger.lane')).toEqual([{ epoch: 3 }]);
  });

  it('shares the work with a replica that comes and goes: each event once, in order', async () => {
    const slowly = notingHandlers(() => sleep(2));
    let current = await site.consume(slowly, { ...quick, batchSize: 10 });
    const selling = (async () => {
      for (let n = 0; n < 20; n += 1)
        await site.sell(Array.from({ length: 25 }, (_, each) => `t-${each % 5}`));
    })();
    for (let round = 0; round < 3; round += 1) {
      const next = await site.consume(slowly, { ...quick, batchSize: 10 });
      await sleep(300);
      await site.stop(current);
      current = next;
    }
    await selling;
    await site.quiet(current);
    expect(await site.handled()).toEqual({ count: 500, disorder: 0 });
  });

  it('says that its consumer is gone, and goes on when it has been provisioned again', async () => {
    const service = await site.consume(notingHandlers());
    await site.sell(['a']);
    await site.quiet(service);
    await site.manager.consumers.delete(streamName(site.root, 'shop'), site.durableOf('a'));
    const [problem] = await eventually(
      () => service.bus.problems(),
      (found) => found.length > 0,
      20_000,
    );
    expect(problem).toContain('run quyu provision');
    await provision({ nc: site.nc, specs: [shop, ledger], root: site.root, replicas: 1 });
    await site.sell(['a']);
    await eventually(site.effects, (found) => found.length === 2, 25_000);
    await eventually(
      () => service.bus.problems(),
      (found) => found.length === 0,
    );
    expect(await site.handled()).toEqual({ count: 2, disorder: 0 });
  }, 60_000);
});
