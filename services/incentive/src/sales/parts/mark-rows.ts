import type { Quarter } from '../../periods.js';
import { RowBytes } from './row-bytes.js';
import { ID_BYTES, putBytes, putFieldCount, putInt4 } from './row-fields.js';

/** Columns of a mark, in the order in which {@link markRows} writes them. */
export const MARK_COLUMNS = ['partner_id', 'quarter'] as const;

const ROW_BYTES = 64;

/**
 * Marks of quarters that must be summed up again, as Postgres copies them.
 *
 * @param touched partners by their numbers, each with a quarter.
 * @param partnerIds of each the id.
 */
export function markRows(
  touched: Iterable<readonly [partner: number, quarter: Quarter]>,
  partnerIds: Uint8Array,
): Buffer {
  const rows = new RowBytes();
  rows.begin();
  for (const [partner, quarter] of touched) {
    const to = rows.room(ROW_BYTES);
    let at = putFieldCount(to, rows.length, MARK_COLUMNS.length);
    at = putBytes(to, at, partnerIds, partner * ID_BYTES, (partner + 1) * ID_BYTES);
    rows.length = putInt4(to, at, quarter);
  }
  rows.end();
  return rows.take();
}
