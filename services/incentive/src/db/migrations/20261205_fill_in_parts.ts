import { defineMigration, waiving } from '@quyu/plugin-kit';
import { sql } from 'kysely';

/**
 * Who fills in a line says its month and quarter; for others a trigger does. Postgres computes no column while it copies
 * without paying for it in every row.
 */
const PERIODS = [
  sql`alter table sale alter column month drop expression, alter column quarter drop expression`,
  sql`create function count_sale_periods() returns trigger language plpgsql set search_path from current as $body$
    begin
      new.month := extract(year from new.credited_on)::int * 12 + extract(month from new.credited_on)::int - 1;
      new.quarter := extract(year from new.credited_on)::int * 4 + extract(quarter from new.credited_on)::int - 1;
      return new;
    end
  $body$`,
  sql`create trigger sale_periods before insert on sale for each row
    when (new.month is null or new.quarter is null) execute function count_sale_periods()`,
];

/** A mark is found by its quarter: nobody asks for its number, whose index cost as much as the mark. */
const MARKS = sql`alter table dirty_quarter drop constraint dirty_quarter_pkey`;

/**
 * Parts of the ledger, each filled by one large file: tables that inherit from \`sale\`, so that whoever reads \`sale\`
 * reads them. The service may not make tables, but these functions may; what they make is the service's to fill. See ADR 19.
 */
const PARTS = [
  sql`create sequence sale_part_number`,
  // What is the same in all its lines is not said in each.
  sql`create function open_sale_part(import_id uuid, source text) returns text language plpgsql security definer
    set search_path from current as $body$
    declare part text := format('sale_part_%s', nextval('sale_part_number'));
    begin
      execute format('create table %I (like sale including constraints including storage)', part);
      execute format('alter table %I alter column import_id set default %L, alter column source set default %L', part, import_id, source);
      execute format('grant select, insert, update, delete on %I to quyu_incentive', part);
      return part;
    end
  $body$`,
  sql`create function require_open_sale_part(part text) returns void language plpgsql set search_path from current as $body$
    begin
      if part !~ '^sale_part_[0-9]+$' or exists (select from pg_inherits where inhrelid = part::regclass) then
        raise exception '"%" is no part of the ledger that is being filled', part;
      end if;
    end
  $body$`,
  // False where a line is in it twice.
  sql`create function key_sale_part(part text) returns boolean language plpgsql security definer
    set search_path from current set maintenance_work_mem = '128MB' as $body$
    begin
      perform require_open_sale_part(part);
      execute format('create unique index %I on %I (line_id, source)', part || '_key', part);
      return true;
    exception when unique_violation then
      return false;
    end
  $body$`,
  sql`create function attach_sale_part(part text) returns void language plpgsql security definer set search_path from current as $body$
    begin
      perform require_open_sale_part(part);
      execute format('alter table %I inherit sale', part);
    end
  $body$`,
  sql`create function drop_sale_part(part text) returns void language plpgsql security definer set search_path from current as $body$
    begin
      perform require_open_sale_part(part);
      execute format('drop table %I', part);
    end
  $body$`,
];

/** What all parts have when they are done: what reading by partner, by person and by what is returned needs. */
const INDEXES = [
  sql`create function index_sale_part(part text) returns void language plpgsql
    set search_path from current set maintenance_work_mem = '128MB' as $body$
    begin
      execute format('create index if not exists %I on %I (salesperson_code, month)', part || '_by_salesperson', part);
      execute format('create index if not exists %I on %I (returns_line_id, source) where returns_line_id is not null',
        part || '_returned', part);
      -- The last: a part that has it has all.
      execute format('create index if not exists %I on %I (partner_id, quarter)', part || '_by_quarter', part);
      execute format('analyze %I', part);
    end
  $body$`,
  sql`create function index_sale_parts() returns int language plpgsql security definer set search_path from current as $body$
    declare part text; indexed int := 0;
    begin
      for part in
        select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'sale'::regclass and to_regclass(c.relname || '_by_quarter') is null
        order by c.oid
      loop
        perform index_sale_part(part);
        indexed := indexed + 1;
      end loop;
      -- Nobody else counts what is in all parts together, and without it plans are made for a few partners.
      if indexed > 0 then
        analyze sale;
      end if;
      return indexed;
    end
  $body$`,
  // Who reads \`sale\` must never find the list of its parts between two states: the end holds all others up, for a moment or not at all.
  sql`create function merge_sale_parts(at_least int, most_bytes bigint) returns int language plpgsql security definer
    set search_path from current set lock_timeout = '500ms' as $body$
    declare parts text[]; part text; merged text;
    begin
      perform pg_advisory_xact_lock(7116857, hashtext('incentive.merge_sale_parts'));
      select array_agg(relname order by oid) into parts from (
        select c.oid, c.relname, sum(pg_relation_size(c.oid)) over (order by pg_relation_size(c.oid), c.oid) as bytes
        from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = 'sale'::regclass
      ) smallest
      where bytes <= most_bytes;
      if coalesce(array_length(parts, 1), 0) < at_least then
        return 0;
      end if;
      merged := open_sale_part(null, null);
      foreach part in array parts loop
        execute format('insert into %I select * from %I', merged, part);
      end loop;
      execute format('create unique index %I on %I (line_id, source)', merged || '_key', merged);
      perform index_sale_part(merged);
      lock table sale in access exclusive mode;
      foreach part in array parts loop
        execute format('drop table %I', part);
      end loop;
      execute format('alter table %I inherit sale', merged);
      return array_length(parts, 1);
    exception when lock_not_available or deadlock_detected then
      return 0;
    end
  $body$`,
];

/** Only the service itself: nobody else who may use the schema makes tables in it. */
const RIGHTS = [
  'open_sale_part(uuid, text)',
  'key_sale_part(text)',
  'attach_sale_part(text)',
  'drop_sale_part(text)',
  'index_sale_part(text)',
  'index_sale_parts()',
  'merge_sale_parts(int, bigint)',
].flatMap((name) => [
  sql`revoke execute on function ${sql.raw(name)} from public`,
  sql`grant execute on function ${sql.raw(name)} to quyu_incentive`,
]);

export const fillInParts = waiving(
  {
    unknown:
      'dropping an expression changes the catalogue only and keeps what is stored; the previous release leaves month and quarter out, and the trigger of the same migration fills them in',
    'drop-constraint': 'no release has ever found a mark by its number, nor inserted one with "on conflict"',
  },
  defineMigration(...PERIODS, MARKS, ...PARTS, ...INDEXES, ...RIGHTS),
);
