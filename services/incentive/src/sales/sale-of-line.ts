import { type RawBuilder, sql } from 'kysely';

/**
 * The sale `e` with the id of the staged line `s`, to be joined laterally. The limit keeps it a look into the index for
 * each line: joined as a whole, every slice of a file would read the whole ledger, however large.
 */
export function saleOfLine(source: string): RawBuilder<unknown> {
  return sql`(
    select * from sale where sale.line_id = s.line_id and sale.source = ${source} limit 1
  ) e`;
}

/** The sale `o` that the staged line `s` says it returns; a return itself cannot be returned. */
export function originalOfLine(source: string): RawBuilder<unknown> {
  return sql`(
    select * from sale
    where sale.line_id = s.returns and sale.source = ${source} and sale.returns_line_id is null
    limit 1
  ) o`;
}

/** The rate `x` of a day from the currency of the staged line `s` to the ledger's; none is needed for the same. */
export function rateOfLine(
  { currency, ledgerCurrency }: { readonly currency: string; readonly ledgerCurrency: string },
  day: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`(
    select minor_rate from exchange_rate rate
    where coalesce(s.currency, ${currency}) <> ${ledgerCurrency}
      and rate.base = coalesce(s.currency, ${currency}) and rate.quote = ${ledgerCurrency} and rate.valid_from <= ${day}
    order by rate.valid_from desc
    limit 1
  ) x`;
}
