import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sold } from '../../faults/shop.js';
import { eventually } from '../../faults/site.js';
import { type TillSite, cause, openTillSite } from '../../faults/till-site.js';

/** More than the broker takes in one message. */
const HUGE = 'x'.repeat(2_000_000);

let site: TillSite;

beforeEach(async () => {
  site = await openTillSite();
});

afterEach(() => site.close());

const parked = async () => (await site.shop.bus.operations.listParked({})).items;

/** A till whose first event cannot be published, and whose second follows it. */
const parkTwo = async (): Promise<void> => {
  await site.shop.transactor.run(cause, async (tx) => {
    tx.publish(sold, { tillId: 'big', amount: 1 });
    tx.publish(sold, { tillId: 'big', amount: 2 });
  });
};

const swell = (): Promise<unknown> =>
  site.query(
    `create function shop.swell() returns trigger language plpgsql as $$ begin
       if new.aggregate_version = 1 then new.payload := '"${HUGE}"'; end if; return new; end $$;
     create trigger swell before insert on shop.outbox for each row execute function shop.swell()`,
  );

describe('a parked event', () => {
  it('is listed with the reason, and published in its place once it is retried', async () => {
    await swell();
    await parkTwo();
    await eventually(parked, (found) => found.length === 2);
    const [first, second] = await parked();
    expect(first).toMatchObject({ aggregateId: 'big', aggregateVersion: 1 });
    expect(second?.reason).toContain('follows one');
    expect(await site.shop.bus.operations.findEvent(second!.eventId)).toMatchObject({ place: 'parked' });
    await site.query('drop trigger swell on shop.outbox');
    await site.query(`update shop.outbox_parked set payload = '{"tillId":"big","amount":1}' where id = $1`, [
      first!.id,
    ]);
    const select = { by: 'ids', ids: [second!.id] } as const;
    const dry = await site.shop.bus.operations.retryParked({ select, dryRun: true }, 'operator');
    expect(dry.events.map(({ id }) => id)).toEqual([first!.id, second!.id]);
    await site.shop.bus.operations.retryParked({ select }, 'operator');
    const stream = () => site.readStream('shop');
    await eventually(stream, (found) => found.length === 2);
    expect((await stream()).map(({ aggregateVersion }) => aggregateVersion)).toEqual([1, 2]);
    expect(await site.shop.bus.operations.lag()).toMatchObject({
      outbox: { size: 0, oldestSeconds: null },
      parked: { size: 0, oldestSeconds: null },
    });
  });

  it('that is discarded is kept aside, and what is behind it can be published', async () => {
    await swell();
    await parkTwo();
    await eventually(parked, (found) => found.length === 2);
    const [first, second] = await parked();
    const select = { by: 'ids', ids: [first!.id] } as const;
    await site.shop.bus.operations.discardParked({ select, note: 'too large' }, 'operator');
    expect(await site.query('select discarded_by, note from shop.outbox_discarded')).toEqual([
      { discarded_by: 'operator', note: 'too large' },
    ]);
    await site.shop.bus.operations.retryParked({ select: { by: 'all' } }, 'operator');
    await eventually(
      () => site.readStream('shop'),
      (found) => found.length === 1 && found[0]?.id === second!.eventId,
    );
    await expect(site.shop.bus.operations.retryParked({ select }, 'operator')).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
