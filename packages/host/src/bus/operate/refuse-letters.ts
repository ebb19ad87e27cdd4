import { type LetterSelection, platformErrors } from '@quyu/contract-kit';
import type { Pool } from 'pg';

/**
 * Sees to it that letters that are named one by one exist and wait.
 *
 * @throws Problem NOT_FOUND, or CONFLICT saying what became of one and who did it.
 */
export async function refuseUnlessWaiting(pool: Pool, select: LetterSelection): Promise<void> {
  if (select.by !== 'ids') return;
  const { rows } = await pool.query<{ id: string; state: string; by: string | null; at: Date | null }>(
    'select id::text, state, settled_by as by, settled_at as at from dead_letter where id = any($1::bigint[])',
    [select.ids],
  );
  const known = new Set(rows.map(({ id }) => id));
  const unknown = select.ids.filter((id) => !known.has(id));
  if (unknown.length > 0)
    throw platformErrors.NOT_FOUND({ detail: `there is no dead letter ${unknown.join(', ')}` });
  const settled = rows.find(({ state }) => state !== 'waiting');
  if (!settled) return;
  const { id, state, by, at } = settled;
  throw platformErrors.CONFLICT({
    detail: `dead letter ${id} does not wait any more: it was ${state} by ${by} at ${at?.toISOString()}`,
  });
}
