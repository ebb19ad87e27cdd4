import { setTimeout as sleep } from 'node:timers/promises';
import { jetstream } from '@nats-io/jetstream';
import { headers } from '@nats-io/nats-core';
import { streamName } from '@quyu/contract-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OnEvent, amountOf, noteEffects, notingHandlers } from '../../faults/ledger-handlers.js';
import { booked, closed, ledger } from '../../faults/shop.js';
import { eventually } from '../../faults/site.js';
import { lanesOf } from './lanes.js';
import { type TillSite, cause, openTillSite, quick } from '../../faults/till-site.js';

let site: TillSite;

beforeEach(async () => {
  site = await openTillSite();
});

afterEach(() => site.close());

/** Puts every message of the shop's stream there again, as the broker does not know it. */
async function replayStream(): Promise<void> {
  const stream = streamName(site.root, 'shop');
  const { state } = await site.manager.streams.info(stream);
  for (let seq = state.first_seq; seq <= state.last_seq; seq += 1) {
    const message = await site.manager.direct.getMessage(stream, { seq });
    const head = headers();
    for (const [name, values] of message?.header ?? []) if (!/^nats-/i.test(name)) head.set(name, values[0]!);
    await jetstream(site.nc).publish(message!.subject, message!.data, { headers: head });
  }
}

describe('a consumer', () => {
  it('handles each event once, in the order of its aggregate, and what it publishes follows from it', async () => {
    const service = await site.consume(
      notingHandlers((event, tx) =>
        tx.publish(booked, { accountId: event.aggregateId, amount: amountOf(event) ?? 0 }),
      ),
    );
    await site.sell(
      Array.from({ length: 500 }, (_, n) => `t-${n % 7}`),
      3,
    );
    await site.shop.transactor.run(cause, async (tx) => tx.publish(closed, { tillId: 't-1' }));
    await eventually(
      () => service.bus.status(),
      ({ handled, pending, outbox }) => handled === 501 && pending === 0 && outbox === 0,
    );
    expect(await site.handled()).toEqual({ count: 501, disorder: 0 });
    const [booking] = await site.readStream('ledger');
    const sales = await site.readStream('shop');
    const sale = sales.find(({ id }) => id === booking?.causationId);
    expect(sale?.aggregateId).toBe(booking?.aggregateId);
    expect(booking).toMatchObject({
      service: 'ledger',
      correlationId: 'c-1',
      causationId: sale?.id,
      data: { amount: 3 },
    });
    expect(await service.bus.status()).toEqual({
      published: 501,
      handled: 501,
      outbox: 0,
      parked: 0,
      pending: 0,
      jobs: 0,
      deadLetters: 0,
    });
  });

  it('gives a batch handler runs of consecutive events of one type', async () => {
    const runs: number[] = [];
    await site.sell(['a', 'a', 'a']);
    await site.shop.transactor.run(cause, async (tx) => tx.publish(closed, { tillId: 'a' }));
    await site.sell(['a', 'a']);
    const service = await site.consume({
      'shop.sold.v1': { batch: async (events, tx) => (runs.push(events.length), noteEffects(events, tx)) },
      'shop.closed.v1': async (event, tx) => noteEffects([event], tx),
    });
    await site.quiet(service);
    expect(runs).toEqual([3, 2]);
    expect(await site.handled()).toEqual({ count: 6, disorder: 0 });
  });

  it('handles nothing twice when the whole stream is delivered again', async () => {
    const service = await site.consume(notingHandlers());
    await site.sell(['a', 'b', 'a']);
    await site.quiet(service);
    await replayStream();
    await eventually(
      () => service.bus.status(),
      ({ pending }) => pending === 0,
    );
    expect(await site.handled()).toEqual({ count: 3, disorder: 0 });
  });

  it('handles what a dead process had once, though the stream was replayed meanwhile', async () => {
    await site.sell(['a', 'a', 'a']);
    await replayStream();
    const stream = streamName(site.root, 'shop');
    const consumer = await jetstream(site.nc).consumers.get(stream, site.durableOf('a'));
    const messages = await consumer.fetch({ max_messages: 6, expires: 1000 });
    for await (const message of messages) message.nak();
    const service = await site.consume(notingHandlers());
    await site.quiet(service);
    expect(await site.handled()).toEqual({ count: 3, disorder: 0 });
  });

  it('retries a failing handler in its lane, so that nothing of its lane overtakes it', async () => {
    let failures = 0;
    const service = await site.consume(
      notingHandlers((event) => {
        if (event.aggregateId === 'b' && failures++ < 4) throw new Error('not yet');
      }),
    );
    await site.sell(['a', 'b', 'b', 'a']);
    await site.quiet(service);
    expect(await site.handled()).toEqual({ count: 4, disorder: 0 });
    expect(failures).toBe(6);
    expect(await site.deadLetters()).toEqual([]);
  });

  it('puts an event aside that fails for good, and what follows it in its aggregate, and nothing else', async () => {
    const service = await site.consume(
      notingHandlers((event) => {
        if (event.aggregateId === 'bad' && event.aggregateVersion === 2)
          throw new TypeError('cannot book 42');
      }),
    );
    await site.sell(['bad', 'good', 'bad', 'good', 'bad']);
    await site.quiet(service);
    await site.sell(['bad', 'good']);
    await site.quiet(service);
    expect((await site.effects()).map((each) => `${each.till} ${each.version}`).toSorted()).toEqual([
      'bad 1',
      'good 1',
      'good 2',
      'good 3',
    ]);
    expect(await site.deadLetters()).toEqual([
      { till: 'bad', version: 2, reason: 'failed', error: 'TypeError: cannot book 42', attempts: 5 },
      {
        till: 'bad',
        version: 3,
        reason: 'quarantined',
        error: 'follows a dead letter of its aggregate',
        attempts: 0,
      },
      {
        till: 'bad',
        version: 4,
        reason: 'quarantined',
        error: 'follows a dead letter of its aggregate',
        attempts: 0,
      },
    ]);
    expect(await service.bus.status()).toMatchObject({ deadLetters: 3, handled: 4, pending: 0 });
    expect(await site.query('select failure_group from ledger.dead_letter limit 1')).toEqual([
      { failure_group: 'shop.sold.v1: TypeError: cannot book #' },
    ]);
  });

  it('puts an event aside whose handler swallows a failed statement, or takes too long', async () => {
    const onEvent: OnEvent = async (event, tx) => {
      if (event.aggregateId === 'sloppy')
        await tx.db
          .selectFrom('nowhere' as never)
          .execute()
          .catch(() => undefined);
      if (event.aggregateId === 'slow') await sleep(10_000);
    };
    const service = await site.consume(notingHandlers(onEvent), {
      ...quick,
      maxAttempts: 2,
      handlerTimeoutMs: 200,
    });
    await site.sell(['sloppy', 'slow', 'fine']);
    await site.quiet(service);
    expect((await site.deadLetters()).map((each) => `${each.till} ${each.error}`).toSorted()).toEqual([
      expect.stringContaining('sloppy error: current transaction is aborted'),
      'slow Error: the handler of shop.sold.v1 took longer than 200 ms',
    ]);
    expect(await site.effects()).toEqual([{ till: 'fine', version: 1 }]);
  });

  it('does not hold an outage of the database against an event', async () => {
    let cut = 0;
    const service = await site.consume(
      notingHandlers(async (event) => {
        if (event.aggregateId !== 'unlucky' || cut++ >= 6) return;
        await site.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'quyu ledger' and datname = $1`,
          [site.root],
        );
      }),
    );
    await site.sell(['unlucky', 'other']);
    await eventually(site.effects, (found) => found.length === 2, 25_000);
    expect(cut).toBeGreaterThan(6);
    await site.quiet(service);
    expect(await site.handled()).toEqual({ count: 2, disorder: 0 });
    expect(await site.deadLetters()).toEqual([]);
  });

  it('counts a try before it is made when an event may have killed the process, and gives up on it in the end', async () => {
    await site.sell(['deadly', 'deadly', 'other']);
    const consumer = await jetstream(site.nc).consumers.get(
      streamName(site.root, 'shop'),
      site.durableOf('deadly'),
    );
    const messages = await consumer.fetch({ max_messages: 2, expires: 1000 });
    for await (const message of messages) message.nak();
    const [first] = await site.readStream('shop');
    await site.query(`insert into ledger.attempt values ('ledger', $1, 5)`, [first?.id]);
    const service = await site.consume(notingHandlers());
    await site.quiet(service);
    expect((await site.deadLetters()).map((each) => `${each.till} ${each.version} ${each.reason}`)).toEqual([
      'deadly 1 crashed',
      'deadly 2 quarantined',
    ]);
    expect(await site.effects()).toEqual([{ till: 'other', version: 1 }]);
    expect(await site.query('select * from ledger.attempt')).toEqual([]);
  });

  it('outlasts an outage while every lane tries what a dead process may have died of', async () => {
    const tills = Array.from({ length: 60 }, (_, n) => `t-${n % 30}`);
    await site.sell(tills);
    for (const { durable, stream } of lanesOf(site.root, ledger)) {
      const consumer = await jetstream(site.nc).consumers.get(stream, durable);
      const messages = await consumer.fetch({ max_messages: 60, expires: 1000 });
      for await (const message of messages) {
        message.nak();
        if (message.info.pending === 0) break;
      }
    }
    let cut = 0;
    const service = await site.consume(
      notingHandlers(async () => {
        if (cut++ >= 5) return;
        await site.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'quyu ledger' and datname = $1`,
          [site.root],
        );
      }),
    );
    await eventually(site.effects, (found) => found.length === 60, 25_000);
    await site.quiet(service);
    expect(await site.handled()).toEqual({ count: 60, disorder: 0 });
    expect(await site.deadLetters()).toEqual([]);
  }, 60_000);

  it('passes over types of the source that it does not consume', async () => {
    const service = await site.consume(notingHandlers());
    await site.sell(['a']);
    await jetstream(site.nc).publish(`${site.root}.shop.renamed.v1.p00`, '{}');
    await site.sell(['a']);
    await site.quiet(service);
    expect(await site.handled()).toEqual({ count: 2, disorder: 0 });
    expect(await site.deadLetters()).toEqual([]);
  });
});
