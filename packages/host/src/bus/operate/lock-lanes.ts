import type { Queryable } from '../../database/session.js';

/**
 * Holds lanes until the end of the transaction. A lane locks its row before it looks whether an aggregate is in quarantine: whoever
 * has the row decides alone what becomes of the aggregate's events.
 */
export async function lockLanes(client: Queryable, names: readonly string[]): Promise<void> {
  // Always in the same order, so that two who lock several cannot wait for each other.
  for (const name of [...new Set(names)].toSorted()) {
    await client.query('insert into lane (name, epoch) values ($1, 0) on conflict do nothing', [name]);
    await client.query('select from lane where name = $1 for update', [name]);
  }
}
