import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { notingHandlers } from '../../faults/ledger-handlers.js';
import { eventually } from '../../faults/site.js';
import { type TillSite, openTillSite } from '../../faults/till-site.js';
import { killLeftovers, prepareVictim } from '../../faults/victim.js';

let site: TillSite;

beforeEach(async () => {
  site = await openTillSite();
});

afterEach(async () => {
  killLeftovers();
  await site.close();
});

const tills = (count: number): string[] => Array.from({ length: count }, (_, n) => `t-${n % 40}`);

/** How many lanes each replica holds. */
const shares = async (): Promise<number[]> => {
  const rows = await site.query<{ lanes: number }>(
    `select (count(*) filter (where objid <> 0))::int as lanes from pg_locks
     where locktype = 'advisory' and granted and objsubid = 2 and pid in (select pid from pg_locks where objid = 0 and objsubid = 2)
       and database = (select oid from pg_database where datname = current_database())
     group by pid order by lanes`,
  );
  return rows.map(({ lanes }) => lanes);
};

describe('the partitions of a consumer', () => {
  it('are shared out among its replicas, and again when one comes or goes', async () => {
    const first = await site.consume(notingHandlers());
    await eventually(shares, (found) => found.join() === '16');
    const second = await site.consume(notingHandlers());
    await eventually(shares, (found) => found.join() === '8,8');
    const third = await site.consume(notingHandlers());
    await eventually(shares, (found) => found.length === 3 && Math.max(...found) <= 6 && sum(found) === 16);
    await site.stop(first);
    await site.stop(third);
    await eventually(shares, (found) => found.join() === '16');
    await site.sell(tills(200));
    await site.quiet(second);
    expect(await site.handled()).toEqual({ count: 200, disorder: 0 });
  }, 60_000);

  it('are handled by several replicas at once', async () => {
    const handledBy = new Map<string, Set<string>>();
    const noting = (replica: string) =>
      notingHandlers(async ({ aggregateId }) => {
        handledBy.set(replica, (handledBy.get(replica) ?? new Set()).add(aggregateId));
        await sleep(1);
      });
    const services = [await site.consume(noting('one')), await site.consume(noting('two'))];
    await eventually(shares, (found) => found.join() === '8,8');
    await site.sell(tills(400));
    await site.quiet(services[0]!);
    expect(await site.handled()).toEqual({ count: 400, disorder: 0 });
    const [one, two] = [...handledBy.values()];
    expect(one!.size + two!.size).toBe(40);
    expect(one!.isDisjointFrom(two!)).toBe(true);
  }, 60_000);

  it('are taken over within ten seconds when a replica is killed in the middle of its work', async () => {
    const { databaseUrl, natsUrl, root } = site;
    const orders = { site: { databaseUrl, natsUrl, root }, slowMs: 5 };
    const doomed = prepareVictim('consumer', 'slow-consumer', orders);
    doomed.start();
    await eventually(shares, (found) => found.join() === '16');
    const survivor = await site.consume(notingHandlers());
    await eventually(shares, (found) => found.join() === '8,8');
    await site.sell(tills(2_000));
    await eventually(site.effects, (found) => found.length > 200);
    await doomed.kill();
    const killedAt = performance.now();
    await eventually(shares, (found) => found.join() === '16');
    const orphans = await eventually(
      () => site.query('select till_id from ledger.effect group by till_id having count(*) = 50'),
      (found) => found.length === 40,
      20_000,
    );
    expect(orphans).toHaveLength(40);
    expect(performance.now() - killedAt).toBeLessThan(10_000);
    await site.quiet(survivor);
    expect(await site.handled()).toEqual({ count: 2_000, disorder: 0 });
  }, 60_000);
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
