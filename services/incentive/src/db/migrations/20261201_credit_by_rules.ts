import { defineMigration } from '@quyu/plugin-kit';
import { sql } from 'kysely';

/** Shares are two lists of one length, in basis points; null in a condition is anything. */
const RULES = [
  sql`create table crediting_rule (
    code text collate "C" primary key,
    effective_from date not null,
    effective_to date,
    priority int not null,
    partners text[],
    salespeople text[],
    products text[],
    categories text[],
    territories text[],
    split_people text[] not null,
    split_shares int[] not null,
    overlay_people text[] not null,
    overlay_shares int[] not null
  )`,
  sql`create table line_split (
    source text collate "C" not null,
    line_id text collate "C" not null,
    people text[] not null,
    shares int[] not null,
    primary key (line_id, source)
  )`,
  sql`create index line_split_of on line_split using gin (people)`,
  // Past row-level security: who is credited does not depend on who asks.
  sql`create function crediting_rules() returns table (
      code text, priority int, from_day date, to_day date, partner_ids uuid[], salespeople text[], products text[],
      categories text[], territories text[], split_people text[], split_shares int[], overlay_people text[], overlay_shares int[]
    ) language sql stable security definer set search_path from current
    as $body$
      select r.code, r.priority, r.effective_from, coalesce(r.effective_to, 'infinity'),
        case when r.partners is not null then array(select p.partner_id from partner p where p.code = any(r.partners)) end,
        r.salespeople, r.products, r.categories, r.territories, r.split_people, r.split_shares, r.overlay_people, r.overlay_shares
      from crediting_rule r
    $body$`,
];

/**
 * What held from a day on; `version` is that of the event that said so. What was known before has held from ever: the days of
 * changes before this are not known. `quyu events republish` of the territory service fills them in.
 */
const TREES = [
  sql`create table salesperson_manager (
    code text collate "C" not null,
    valid_from date not null,
    manager_code text collate "C",
    version bigint not null,
    primary key (code, valid_from)
  )`,
  sql`create table partner_place (
    partner_id uuid not null,
    valid_from date not null,
    path text[] not null,
    version bigint not null,
    primary key (partner_id, valid_from)
  )`,
  sql`insert into salesperson_manager select code, date '0001-01-01', manager_code, 0 from salesperson`,
  sql`insert into partner_place select partner_id, date '0001-01-01', path, 0 from partner_territory`,
];

export const creditByRules = defineMigration(...RULES, ...TREES);
