import { defineMigration, waiving } from '@quyu/plugin-kit';
import { sql } from 'kysely';

/** A mark has no number any more: nobody asks for it, and drawing one took a fifth of the time that a mark takes. */
const MARKS = sql`alter table dirty_quarter drop column mark_id`;

/**
 * All lines of a part are of one import and one source. A column that is added with a default is kept once for all rows that are there
 * already, so parts are filled without these two and given them afterwards: a sixth less to write, and to read.
 */
const PARTS = [
  // Beside the one that the previous release calls, which stores them in each line; merged parts do so too.
  sql`create function open_sale_part() returns text language plpgsql security definer set search_path from current as $body$
    declare part text := format('sale_part_%s', nextval('sale_part_number'));
    begin
      execute format('create table %I (like sale including constraints including storage)', part);
      execute format('alter table %I drop column import_id, drop column source', part);
      execute format('grant select, insert, update, delete on %I to quyu_incentive', part);
      return part;
    end
  $body$`,
  sql`create function complete_sale_part(part text, import_id uuid, source text) returns void language plpgsql security definer
    set search_path from current as $body$
    begin
      perform require_open_sale_part(part);
      execute format('alter table %I add column import_id uuid not null default %L, add column source text collate "C" not null default %L',
        part, import_id, source);
    end
  $body$`,
  // False where a line is in it twice. The source is the same in all of them.
  sql`create or replace function key_sale_part(part text) returns boolean language plpgsql security definer
    set search_path from current set maintenance_work_mem = '128MB' as $body$
    begin
      perform require_open_sale_part(part);
      execute format('create unique index %I on %I (line_id)', part || '_key', part);
      return true;
    exception when unique_violation then
      return false;
    end
  $body$`,
  // The columns of a part may be in another order than the ledger's.
  sql`create or replace function merge_sale_parts(at_least int, most_bytes bigint) returns int language plpgsql security definer
    set search_path from current set lock_timeout = '500ms' as $body$
    declare parts text[]; part text; merged text; columns text;
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
      select string_agg(quote_ident(attname), ', ') into columns
      from pg_attribute where attrelid = 'sale'::regclass and attnum > 0 and not attisdropped;
      foreach part in array parts loop
        execute format('insert into %I (%s) select %s from %I', merged, columns, columns, part);
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
const RIGHTS = ['open_sale_part()', 'complete_sale_part(text, uuid, text)'].flatMap((name) => [
  sql`revoke execute on function ${sql.raw(name)} from public`,
  sql`grant execute on function ${sql.raw(name)} to quyu_incentive`,
]);

export const sayOnce = waiving(
  { 'drop-column': 'no release has ever read or written the number of a mark: Postgres drew it' },
  defineMigration(MARKS, ...PARTS, ...RIGHTS),
);
