import type { ExchangeRate } from '@quyu/incentive-contracts';
import { cursorPart, type Page, PAGE_DEFAULT, pageFrom, type PageQuery, readCursor } from '@quyu/plugin-kit';
import { type Kysely, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';
import { minorRateOf } from './rates.js';

type Db = Kysely<IncentiveDb>;

const COLUMNS = sql`base, quote, valid_from::text as "validFrom", trim_scale(rate)::text as rate`;

/** What is set for the currencies and days of these lines; it cannot change until the transaction ends. */
export async function lockRates(db: Db, lines: readonly ExchangeRate[]): Promise<ExchangeRate[]> {
  const { rows } = await sql<ExchangeRate>`
    select ${COLUMNS} from exchange_rate
    where (base, quote, valid_from) in (
      select base, quote, "validFrom" from json_to_recordset(${JSON.stringify(lines)}::json)
        as l (base text, quote text, "validFrom" date)
    )
    order by base, quote, valid_from
    for update`.execute(db);
  return rows;
}

/** @param rates each pair and day once, in the order of these. */
export async function upsertRates(db: Db, rates: readonly ExchangeRate[]): Promise<void> {
  const rows = rates.map((rate) => ({ ...rate, minorRate: minorRateOf(rate) }));
  await sql`
    insert into exchange_rate (base, quote, valid_from, rate, minor_rate)
    select base, quote, "validFrom", rate, "minorRate" from json_to_recordset(${JSON.stringify(rows)}::json)
      as l (base text, quote text, "validFrom" date, rate numeric, "minorRate" numeric)
    on conflict (base, quote, valid_from) do update set rate = excluded.rate, minor_rate = excluded.minor_rate`.execute(
    db,
  );
}

/** The quarters of lines in these currencies, from these days on, are to be summed up again, and their payees calculated. */
export async function markConverted(db: Db, rates: readonly ExchangeRate[]): Promise<bigint> {
  const { numAffectedRows = 0n } = await sql`
    insert into dirty_quarter (partner_id, quarter)
    select distinct s.partner_id, s.quarter
    from (
      select base, min("validFrom") as first from json_to_recordset(${JSON.stringify(rates)}::json)
        as l (base text, "validFrom" date)
      group by base
    ) changed
    join sale s on s.currency = changed.base and s.credited_on >= changed.first`.execute(db);
  return numAffectedRows;
}

export async function selectRates(
  db: Db,
  filter: { readonly base?: string | undefined; readonly quote?: string | undefined } & PageQuery,
): Promise<Page<ExchangeRate>> {
  const { cursor, limit = PAGE_DEFAULT, base, quote } = filter;
  const after = readCursor(cursor, [cursorPart.text, cursorPart.text, cursorPart.text]);
  let query = db
    .selectFrom('exchange_rate')
    .select(['base', 'quote'])
    .select(sql<string>`valid_from::text`.as('validFrom'))
    .select(sql<string>`trim_scale(rate)::text`.as('rate'))
    .orderBy('base')
    .orderBy('quote')
    .orderBy('valid_from')
    .limit(limit + 1);
  if (after)
    query = query.where(
      sql<boolean>`(base, quote, valid_from::text) > (${after[0]}, ${after[1]}, ${after[2]})`,
    );
  if (base !== undefined) query = query.where('base', '=', base);
  if (quote !== undefined) query = query.where('quote', '=', quote);
  return pageFrom(await query.execute(), limit, (rate) => [rate.base, rate.quote, rate.validFrom]);
}
