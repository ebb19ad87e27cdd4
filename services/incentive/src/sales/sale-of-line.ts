import { type RawBuilder, sql } from 'kysely';

/**
 * The sale `e` with the key of the staged line `s`, to be joined laterally. The limit keeps it a look into the index for
 * each line: joined as a whole, every slice of a file would read the whole ledger, however large.
 */
export function saleOfLine(source: string): RawBuilder<unknown> {
  return sql`(
    select * from sale
    where sale.order_number = s.order_number and sale.product_code = s.product and sale.source = ${source}
    limit 1
  ) e`;
}
