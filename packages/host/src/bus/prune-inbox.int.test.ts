import { v7 } from 'uuid';
import { expect, it } from 'vitest';
import { createPool } from '../database/pool.js';
import { createPlace, testLog } from '../faults/place.js';
import { ledger } from '../faults/shop.js';
import { forgetSome } from './prune-inbox.js';

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
