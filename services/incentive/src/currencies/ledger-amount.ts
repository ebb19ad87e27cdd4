import { sql } from 'kysely';

/** What a line `s` of the ledger is worth in the ledger's currency: one in another is converted at the rate of its day, and rounded. */
export const LEDGER_AMOUNT = sql`case when s.currency = kept.currency then s.amount else round(s.amount * x.minor_rate) end`;

/** The tables that {@link LEDGER_AMOUNT} looks into, to be joined to `sale s`. */
export const LEDGER_RATE = sql`
  cross join ledger kept
  left join lateral (
    select minor_rate from exchange_rate rate
    where s.currency <> kept.currency and rate.base = s.currency and rate.quote = kept.currency
      and rate.valid_from <= s.credited_on
    order by rate.valid_from desc
    limit 1
  ) x on true`;
