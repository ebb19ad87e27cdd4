import { setTimeout as sleep } from 'node:timers/promises';
import { type PluginSpec, anyOrder } from '@quyu/plugin-kit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OnEvent, notingHandlers } from '../../faults/ledger-handlers.js';
import { type Service, startService } from '../../faults/service.js';
import { closed, ledger, shop, sold } from '../../faults/shop.js';
import { type Site, eventually, openSite } from '../../faults/site.js';
import { cause, quick } from '../../faults/till-site.js';

/** A ledger that does not care in which order things are sold. */
const carefree: PluginSpec = { ...ledger, consumes: [anyOrder(sold), closed] };

let site: Site;
let till: Service;
const consumers: Service[] = [];

beforeEach(async () => {
  site = await openSite([shop, carefree]);
  till = await startService(site, shop);
});

afterEach(async () => {
  for (const service of consumers.splice(0)) await service.stop();
  await till.stop();
  await site.close();
});

const consume = async (onEvent: OnEvent, settings = quick): Promise<Service> => {
  const service = await startService(site, carefree, notingHandlers(onEvent), settings);
  consumers.push(service);
  return service;
};

const sell = (count: number): Promise<void> =>
  till.transactor.run(cause, async (tx) => {
    for (let amount = 0; amount < count; amount += 1) tx.publish(sold, { tillId: `t-${amount % 3}`, amount });
  });

const amounts = async (): Promise<number[]> => {
  const rows = await site.query<{ amount: number }>('select amount from ledger.effect order by amount');
  return rows.map(({ amount }) => amount);
};

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

describe('events in any order', () => {
  it('are handled once each, by all replicas at the same time', async () => {
    const busy = new Map<string, number>();
    const counting =
      (name: string): OnEvent =>
      async () => {
        busy.set(name, (busy.get(name) ?? 0) + 1);
        await sleep(1);
      };
    await consume(counting('one'), { ...quick, batchSize: 10 });
    await consume(counting('two'), { ...quick, batchSize: 10 });
    await sell(600);
    await eventually(amounts, (found) => found.length === 600, 25_000);
    expect(await amounts()).toEqual(upTo(600));
    expect([...busy.keys()].toSorted()).toEqual(['one', 'two']);
    const [service] = consumers;
    await eventually(
      () => service!.bus.status(),
      ({ handled, pending }) => handled === 600 && pending === 0,
    );
  }, 60_000);

  it('go on while one is tried again, and when it is put aside nothing waits behind it', async () => {
    let tries = 0;
    await consume(
      (event) => {
        if ((event.data as { amount: number }).amount !== 3) return;
        tries += 1;
        throw new Error('no');
      },
      { ...quick, maxAttempts: 3, backoff: { baseMs: 50, capMs: 100 } },
    );
    await sell(9);
    const letters = await eventually(
      () => site.query('select reason, attempts, error from ledger.dead_letter'),
      (found) => found.length > 0,
    );
    expect(letters).toEqual([{ reason: 'failed', attempts: 3, error: 'Error: no' }]);
    expect(tries).toBe(4); // once in the batch, then alone
    expect(await amounts()).toEqual([0, 1, 2, 4, 5, 6, 7, 8]);
    await sell(9);
    await eventually(amounts, (found) => found.length === 16);
  }, 60_000);
});
