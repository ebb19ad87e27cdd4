import { setTimeout as sleep } from 'node:timers/promises';
import { jetstream } from '@nats-io/jetstream';
import { streamName } from '@quyu/contract-kit';
import type { AnyRuntime } from '@quyu/plugin-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OnEvent, amountOf, noteEffects, notingHandlers } from '../faults/ledger-handlers.js';
import { type Service, startService } from '../faults/service.js';
import { booked, closed, ledger, shop, sold } from '../faults/shop.js';
import { type Site, eventually, openSite } from '../faults/site.js';
import { proxyTo } from '../faults/tcp-proxy.js';
import { provision } from './provision.js';
import type { BusSettings } from './start-bus.js';

let site: Site;
let till: Service;
const running: Service[] = [];
const cause = { correlationId: 'c-1', causationId: 'r-1' };
const quick: BusSettings = { backoff: { baseMs: 1, capMs: 5 } };

beforeEach(async () => {
  site = await openSite([shop, ledger]);
  till = await startService(site, shop);
});

afterEach(async () => {
  for (const service of [...running.splice(0), till]) await service.stop();
  await site.close();
});

const consume = async (handlers: AnyRuntime['handlers'], settings = quick, natsUrl = site.natsUrl): Promise<Service> => {
  const service = await startService({ ...site, natsUrl }, ledger, handlers, settings);
  running.push(service);
  return service;
};

const sell = async (tills: readonly string[], amount = 1): Promise<void> => {
  await till.transactor.run(cause, async (tx) => {
    for (const tillId of tills) tx.publish(sold, { tillId, amount });
  });
  await eventually(() => till.bus.status(), ({ outbox }) => outbox === 0);
};

const quiet = (service: Service): Promise<unknown> => eventually(() => service.bus.status(), ({ pending }) => pending === 0, 25_000);

const effects = (): Promise<{ till: string; version: number }[]> =>
  site.query('select till_id as till, version::int from ledger.effect order by position');

const deadLetters = (): Promise<{ till: string; version: number; reason: string; error: string; attempts: number }[]> =>
  site.query('select aggregate_id as till, aggregate_version::int as version, reason, error, attempts from ledger.dead_letter order by id');

const expectInOrderOnce = (found: readonly { till: string; version: number }[], count: number): void => {
  expect(found).toHaveLength(count);
  for (const [, events] of Map.groupBy(found, (each) => each.till)) {
    expect(events.map((each) => each.version)).toEqual(events.map((_, index) => index + 1));
  }
};

describe('a consumer', () => {
  it('handles each event once, in the order of its aggregate, and what it publishes follows from it', async () => {
    const service = await consume(
      notingHandlers((event, tx) => tx.publish(booked, { accountId: event.aggregateId, amount: amountOf(event) ?? 0 })),
    );
    await sell(Array.from({ length: 500 }, (_, n) => `t-${n % 7}`), 3);
    await till.transactor.run(cause, async (tx) => tx.publish(closed, { tillId: 't-1' }));
    await eventually(() => service.bus.status(), ({ handled, pending, outbox }) => handled === 501 && pending === 0 && outbox === 0);
    expectInOrderOnce(await effects(), 501);
    const [sale] = await site.readStream('shop');
    const [booking] = await site.readStream('ledger');
    expect(booking).toMatchObject({ service: 'ledger', correlationId: 'c-1', causationId: sale?.id, data: { amount: 3 } });
    expect(await service.bus.status()).toEqual({ published: 501, handled: 501, outbox: 0, parked: 0, pending: 0, jobs: 0, deadLetters: 0 });
  });

  it('gives a batch handler runs of consecutive events of one type', async () => {
    const runs: number[] = [];
    await sell(['a', 'b', 'a']);
    await till.transactor.run(cause, async (tx) => tx.publish(closed, { tillId: 'a' }));
    await sell(['a', 'a']);
    const service = await consume({
      'shop.sold.v1': { batch: async (events, tx) => (runs.push(events.length), noteEffects(events, tx)) },
      'shop.closed.v1': async (event, tx) => noteEffects([event], tx),
    });
    await quiet(service);
    expect(runs).toEqual([3, 2]);
    expectInOrderOnce(await effects(), 6);
  });

  it('handles nothing twice when the whole stream is delivered again', async () => {
    const service = await consume(notingHandlers());
    await sell(['a', 'b', 'a']);
    await quiet(service);
    const stream = streamName(site.root, 'shop');
    for (let seq = 1; seq <= 3; seq += 1) {
      const message = await site.manager.direct.getMessage(stream, { seq });
      message?.header.delete('Nats-Msg-Id');
      await jetstream(site.nc).publish(message!.subject, message!.data, { headers: message!.header });
    }
    await eventually(() => service.bus.status(), ({ pending }) => pending === 0);
    expectInOrderOnce(await effects(), 3);
    await service.pool.query('select 1');
  });

  it('retries a failing handler in its lane, so that nothing of its lane overtakes it', async () => {
    let failures = 0;
    const service = await consume(
      notingHandlers((event) => {
        if (event.aggregateId === 'b' && failures++ < 4) throw new Error('not yet');
      }),
    );
    await sell(['a', 'b', 'b', 'a']);
    await quiet(service);
    const stream = (await site.readStream('shop')).map(({ aggregateId, aggregateVersion }) => ({ till: aggregateId, version: aggregateVersion }));
    expect(await effects()).toEqual(stream);
    expect(failures).toBe(6);
    expect(await deadLetters()).toEqual([]);
  });

  it('puts an event aside that fails for good, and what follows it in its aggregate, and nothing else', async () => {
    const service = await consume(
      notingHandlers((event) => {
        if (event.aggregateId === 'bad' && event.aggregateVersion === 2) throw new TypeError('cannot book 42');
      }),
    );
    await sell(['bad', 'good', 'bad', 'good', 'bad']);
    await quiet(service);
    await sell(['bad', 'good']);
    await quiet(service);
    expect((await effects()).map((each) => `${each.till} ${each.version}`)).toEqual(['bad 1', 'good 1', 'good 2', 'good 3']);
    expect(await deadLetters()).toEqual([
      { till: 'bad', version: 2, reason: 'failed', error: 'TypeError: cannot book 42', attempts: 5 },
      { till: 'bad', version: 3, reason: 'quarantined', error: 'follows a dead letter of its aggregate', attempts: 0 },
      { till: 'bad', version: 4, reason: 'quarantined', error: 'follows a dead letter of its aggregate', attempts: 0 },
    ]);
    expect(await service.bus.status()).toMatchObject({ deadLetters: 3, handled: 4, pending: 0 });
    expect(await site.query('select failure_group from ledger.dead_letter limit 1')).toEqual([
      { failure_group: 'shop.sold.v1: TypeError: cannot book #' },
    ]);
  });

  it('puts an event aside whose handler swallows a failed statement, or takes too long', async () => {
    const onEvent: OnEvent = async (event, tx) => {
      if (event.aggregateId === 'sloppy') await tx.db.selectFrom('nowhere' as never).execute().catch(() => undefined);
      if (event.aggregateId === 'slow') await sleep(10_000);
    };
    const service = await consume(notingHandlers(onEvent), { ...quick, maxAttempts: 2, handlerTimeoutMs: 200 });
    await sell(['sloppy', 'slow', 'fine']);
    await quiet(service);
    expect((await deadLetters()).map((each) => `${each.till} ${each.error}`)).toEqual([
      expect.stringContaining('sloppy error: current transaction is aborted'),
      'slow Error: the handler of shop.sold.v1 took longer than 200 ms',
    ]);
    expect(await effects()).toEqual([{ till: 'fine', version: 1 }]);
  });

  it('does not hold an outage of the database against an event', async () => {
    let cut = 0;
    const service = await consume(
      notingHandlers(async (event) => {
        if (event.aggregateId !== 'unlucky' || cut++ >= 8) return;
        await site.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'quyu ledger' and datname = $1`, [site.root]);
      }),
    );
    await sell(['unlucky', 'other']);
    await eventually(effects, (found) => found.length === 2);
    expect(cut).toBeGreaterThan(8);
    await quiet(service);
    expectInOrderOnce(await effects(), 2);
    expect(await deadLetters()).toEqual([]);
  });

  it('counts a try before it is made when an event may have killed the process, and gives up on it in the end', async () => {
    await sell(['deadly', 'deadly', 'other']);
    const consumer = await jetstream(site.nc).consumers.get(streamName(site.root, 'shop'), 'ledger');
    const messages = await consumer.fetch({ max_messages: 3, expires: 1000 });
    for await (const message of messages) message.nak();
    const [first] = await site.readStream('shop');
    await site.query(`insert into ledger.attempt values ('ledger', $1, 5)`, [first?.id]);
    const service = await consume(notingHandlers());
    await quiet(service);
    expect((await deadLetters()).map((each) => `${each.till} ${each.version} ${each.reason}`)).toEqual(['deadly 1 crashed', 'deadly 2 quarantined']);
    expect(await effects()).toEqual([{ till: 'other', version: 1 }]);
    expect(await site.query('select * from ledger.attempt')).toEqual([]);
  });

  it('passes over types of the source that it does not consume', async () => {
    const service = await consume(notingHandlers());
    await sell(['a']);
    await jetstream(site.nc).publish(`${site.root}.shop.renamed.v1.p00`, '{}');
    await sell(['a']);
    await quiet(service);
    expectInOrderOnce(await effects(), 2);
    expect(await deadLetters()).toEqual([]);
  });
});

describe('a consumer whose deliveries went elsewhere', () => {
  it('waits for those that a dead process had, and handles them before newer ones', async () => {
    await sell(['a', 'b', 'a', 'b', 'a']);
    const consumer = await jetstream(site.nc).consumers.get(streamName(site.root, 'shop'), 'ledger');
    const lost = await consumer.fetch({ max_messages: 3, expires: 1000 });
    let got = 0;
    for await (const _ of lost) got += 1;
    expect(got).toBe(3);
    const service = await consume(notingHandlers());
    await sell(['a', 'b']);
    await sleep(1_000);
    expect(await effects()).toEqual([]);
    await quiet(service);
    expectInOrderOnce(await effects(), 7);
  });

  it('keeps order and effects through connections that break again and again', async () => {
    const proxy = await proxyTo(site.natsUrl);
    const service = await consume(notingHandlers(), { ...quick, batchSize: 20 }, proxy.url);
    const breaking = setInterval(() => proxy.reset(), 700);
    for (let n = 0; n < 10; n += 1) {
      await sell(Array.from({ length: 150 }, (_, each) => `t-${each % 11}`));
      await sleep(100);
    }
    clearInterval(breaking);
    await eventually(effects, (found) => found.length >= 1500, 25_000);
    await quiet(service);
    expectInOrderOnce(await effects(), 1500);
    running.splice(running.indexOf(service), 1);
    await service.stop();
    await proxy.close();
  });

  it('commits nothing once another replica has taken its lane over', async () => {
    let stolen = false;
    const service = await consume(
      notingHandlers(async () => {
        if (stolen) return;
        stolen = true;
        await site.query(`update ledger.lane set epoch = epoch + 1`);
      }),
    );
    await sell(['a', 'a', 'b']);
    await quiet(service);
    expectInOrderOnce(await effects(), 3);
    expect(await site.query('select epoch::int from ledger.lane')).toEqual([{ epoch: 3 }]);
  });

  it('shares the work with a replica that comes and goes: each event once, in order', async () => {
    const slowly = notingHandlers(() => sleep(2));
    await consume(slowly, { ...quick, batchSize: 10 });
    const selling = (async () => {
      for (let n = 0; n < 20; n += 1) await sell(Array.from({ length: 25 }, (_, each) => `t-${each % 5}`));
    })();
    for (let round = 0; round < 3; round += 1) {
      const next = await consume(slowly, { ...quick, batchSize: 10 });
      await sleep(300);
      await running.splice(0, 1)[0]?.stop();
      expect(running).toEqual([next]);
    }
    await selling;
    await quiet(running[0]!);
    expectInOrderOnce(await effects(), 500);
  });

  it('says that its consumer is gone, and goes on when it has been provisioned again', async () => {
    const service = await consume(notingHandlers());
    await sell(['a']);
    await quiet(service);
    await site.manager.consumers.delete(streamName(site.root, 'shop'), 'ledger');
    const [problem] = await eventually(() => service.bus.problems(), (found) => found.length > 0, 20_000);
    expect(problem).toContain('run quyu provision');
    await provision({ nc: site.nc, specs: [shop, ledger], root: site.root, replicas: 1 });
    await sell(['a']);
    await eventually(effects, (found) => found.length === 2, 25_000);
    await eventually(() => service.bus.problems(), (found) => found.length === 0);
    expectInOrderOnce(await effects(), 2);
  }, 60_000);
});
