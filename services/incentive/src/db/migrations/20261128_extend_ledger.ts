import { defineMigration } from '@quyu/plugin-kit';
import { sql } from 'kysely';

/** A line counts in the month of its sale: that of a return is the month of the line it returns. */
const SALES = [
  sql`drop index sale_key`,
  sql`alter table sale
    drop column quarter,
    drop constraint sale_quantity_check,
    add column credited_on date,
    add column line_id text collate "C",
    add column returns_line_id text collate "C",
    add column currency text collate "C"`,
  sql`update sale
    set credited_on = sold_on, line_id = order_number || '#' || product_code, currency = (select currency from ledger)`,
  sql`alter table sale
    alter column credited_on set not null,
    alter column line_id set not null,
    alter column currency set not null,
    add column month int not null generated always as
      (extract(year from credited_on)::int * 12 + extract(month from credited_on)::int - 1) stored,
    add column quarter int not null generated always as
      (extract(year from credited_on)::int * 4 + extract(quarter from credited_on)::int - 1) stored,
    add check (case when returns_line_id is null then quantity > 0 and amount >= 0 else quantity <= 0 and amount <= 0 end)`,
  sql`create unique index sale_key on sale (line_id, source)`,
  sql`create index sale_by_quarter on sale (partner_id, quarter)`,
  sql`create index sale_returned on sale (returns_line_id, source) where returns_line_id is not null`,
];

/** One unit of \`base\` is \`rate\` units of \`quote\`, from a day on until the next; \`minor_rate\` is the same for minor units. */
const RATES = [
  sql`create table exchange_rate (
    base text collate "C" not null,
    quote text collate "C" not null,
    valid_from date not null,
    rate numeric not null check (rate > 0),
    minor_rate numeric not null,
    primary key (base, quote, valid_from),
    check (base <> quote)
  )`,
];

/** What was said by a line that something outside it was wrong with, so that it can be tried again. */
const REJECTIONS = [
  sql`alter table rejected_sale
    add column line_id text collate "C",
    add column said jsonb,
    add column dismissed_because text`,
  sql`update rejected_sale set line_id = order_number || '#' || product_code`,
];

export const extendLedger = defineMigration(...SALES, ...RATES, ...REJECTIONS);
