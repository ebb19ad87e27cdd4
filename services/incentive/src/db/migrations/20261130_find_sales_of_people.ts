import { defineMigration } from '@quyu/plugin-kit';
import { sql } from 'kysely';

/** A run for a few salespeople must not read the whole ledger. */
export const findSalesOfPeople = defineMigration(
  sql`create index sale_by_salesperson on sale (salesperson_code, month)`,
);
