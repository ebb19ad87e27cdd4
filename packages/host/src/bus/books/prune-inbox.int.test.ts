import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import { createPool } from '../../database/pool.js';
import { createPlace, testLog } from '../../faults/place.js';
import { ledger } from '../../faults/shop.js';
import { forgetLetters, forgetSome } from './prune-inbox.js';

it('the inbox forgets what was handled two weeks ago, and nothing younger', async () => {
  const place = await createPlace([ledger]);
  const pool = createPool({ databaseUrl: place.databaseUrl, service: 'ledger', log: testLog });
  const [old, young] = [v7(), v7()];
  await place.query(
    `insert into ledger.inbox values ('ledger', $1, now() - interval '15 days'), ('ledger', $2, now() - interval '13 days')`,
    [old, young],
  );
  expect(await forgetSome(pool, 'ledger')).toBe(1);
  expect(await forgetSome(pool, 'ledger')).toBe(0);
  expect(await place.query('select event_id from ledger.inbox')).toEqual([{ event_id: young }]);
  await pool.end();
  await place.close();
});

it('what became of a dead letter is forgotten after 30 days; one that waits never is', async () => {
  const place = await createPlace([ledger]);
  const pool = createPool({ databaseUrl: place.databaseUrl, service: 'ledger', log: testLog });
  const add = (state: string, days: number) =>
    place.query(
      `insert into ledger.dead_letter (consumer, event_id, source, subject, stream_sequence, payload, payload_encoding, headers,
         reason, error, failure_group, attempts, state, created_at, settled_at)
       values ('ledger', $1, 'shop', 's', 1, '', 'utf8', '{}', 'failed', 'e', 'g', 1, $2, now() - interval '90 days',
         case when $2 = 'waiting' then null else now() - make_interval(days => $3) end)`,
      [v7(), state, days],
    );
  await add('replayed', 31);
  await add('discarded', 31);
  await add('replayed', 29);
  await add('waiting', 0);
  expect(await forgetLetters(pool, 'ledger')).toBe(2);
  expect(await place.query('select state from ledger.dead_letter order by id')).toEqual([
    { state: 'replayed' },
    { state: 'waiting' },
  ]);
  await pool.end();
  await place.close();
});
