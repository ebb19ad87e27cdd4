import { defineMigration } from '@quyu/plugin-kit';
import { sql } from 'kysely';

/** A payout may be paid in another currency than that of the account, at the rate of the day its batch was made. */
export const payInCurrencies = defineMigration(
  sql`alter table payout_batch add column pay_currency text, add column rate numeric`,
  sql`update payout_batch set pay_currency = currency`,
  sql`alter table payout_batch alter column pay_currency set not null`,
  sql`alter table payout add column pays bigint check (pays > 0)`,
  sql`update payout set pays = amount`,
  sql`alter table payout alter column pays set not null`,
);
