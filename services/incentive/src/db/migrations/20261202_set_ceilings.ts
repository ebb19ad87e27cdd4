import { defineMigration } from '@quyu/plugin-kit';
import { sql } from 'kysely';

/** What incentives may cost of the revenue. */
export const setCeilings = defineMigration(
  sql`create table cost_ceiling (
    code text collate "C" primary key,
    dimension text not null check (dimension in ('plan', 'territory', 'channel', 'partner')),
    key text collate "C",
    ceiling_bp int not null check (ceiling_bp between 0 and 10000),
    mode text not null check (mode in ('warn', 'block')),
    effective_from date not null,
    effective_to date check (effective_to >= effective_from)
  )`,
);
