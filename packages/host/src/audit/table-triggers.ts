import type { AuditedTable } from '@quyu/plugin-kit';
import { quoteName } from '../database/names.js';

const EVENTS = {
  insert: 'referencing new table as new_rows',
  update: 'referencing old table as old_rows new table as new_rows',
  delete: 'referencing old table as old_rows',
  truncate: '',
} as const;

/**
 * The SQL that makes a table's changes go into the audit log: triggers once a statement, whoever runs it, so that no code can forget
 * them and a statement that changes many rows costs one insert.
 *
 * Texts of instants are made in UTC, or the same row would read differently in sessions with other time zones.
 */
export function tableTriggers(schema: string, table: string, audited: AuditedTable): string[] {
  const own = (name: string): string => `${quoteName(schema)}.${quoteName(name)}`;
  const name = functionOf(table);
  return [
    `create or replace function ${own(name)}() returns trigger language plpgsql security definer
      set search_path = pg_catalog, pg_temp set timezone = 'UTC' as $$
      begin
        case tg_op
          when 'INSERT' then ${insertChanges(own, table, audited)}
          when 'UPDATE' then ${updateChanges(own, table, audited)}
          when 'DELETE' then ${deleteChanges(own, table, audited)}
          else
            insert into ${own('audit_change')} (entry_id, table_name, row_key, kind)
            values (${own('audit_transaction')}(), '${table}', '*', 'truncate');
        end case;
        return null;
      end $$`,
    ...Object.entries(EVENTS).map(
      ([event, rows]) =>
        `create or replace trigger ${quoteName(triggerOf(event))} after ${event} on ${own(table)} ${rows}
          for each statement execute function ${own(name)}()`,
    ),
  ];
}

/** The SQL that takes them away again, from a table that may be gone. */
export function dropTriggers(schema: string, table: string): string {
  return `drop function if exists ${quoteName(schema)}.${quoteName(functionOf(table))}() cascade`;
}

function functionOf(table: string): string {
  return `audit_of_${table}`.slice(0, 63);
}

/** Triggers fire in the order of their names: ours after those of the plugin. */
function triggerOf(event: string): string {
  return `zz_audit_${event}`;
}

type Own = (name: string) => string;

function insertChanges(own: Own, table: string, audited: AuditedTable): string {
  return `insert into ${own('audit_change')} (entry_id, table_name, row_key, kind, after)
            select (select ${own('audit_transaction')}()), '${table}', r.key, 'insert', ${veiled(own, 'r.row', 'r.key', audited)}
            from (select ${keyOf('n', audited)} as key, ${rowOf('n', audited)} as row from new_rows n offset 0) r;`;
}

function deleteChanges(own: Own, table: string, audited: AuditedTable): string {
  return `insert into ${own('audit_change')} (entry_id, table_name, row_key, kind, before)
            select (select ${own('audit_transaction')}()), '${table}', r.key, 'delete', ${veiled(own, 'r.row', 'r.key', audited)}
            from (select ${keyOf('o', audited)} as key, ${rowOf('o', audited)} as row from old_rows o offset 0) r;`;
}

/**
 * A row whose key has changed is one that went and one that came. A row that is as it was has not changed. With `offset 0` the rows are
 * made into JSON once, not once for each use.
 */
function updateChanges(own: Own, table: string, audited: AuditedTable): string {
  const same = audited.key.map((column) => `o.${quoteName(column)} = n.${quoteName(column)}`).join(' and ');
  return `insert into ${own('audit_change')} (entry_id, table_name, row_key, kind, before, after)
            select (select ${own('audit_transaction')}()), '${table}', case when r.became is null then r.old_key else r.new_key end,
              case when r.was is null then 'insert' when r.became is null then 'delete' else 'update' end,
              ${veiled(own, 'r.was', 'r.old_key', audited)}, ${veiled(own, 'r.became', 'r.new_key', audited)}
            from (
              select ${keyOf('o', audited)} as old_key, ${keyOf('n', audited)} as new_key,
                ${rowOf('o', audited)} as was, ${rowOf('n', audited)} as became
              from old_rows o full join new_rows n on ${same} offset 0
            ) r where r.was is distinct from r.became;`;
}

function keyOf(row: string, { key }: AuditedTable): string {
  return `concat_ws('/', ${key.map((column) => `${row}.${quoteName(column)}::text`).join(', ')})`;
}

function rowOf(row: string, { except = [] }: AuditedTable): string {
  const left = except.length > 0 ? ` - array[${except.map((column) => `'${column}'`).join(', ')}]` : '';
  return `to_jsonb(${row})${left}`;
}

/** A row as it is kept: of what is personal only a digest, which tells that it has changed. */
function veiled(own: Own, row: string, key: string, { personal = [] }: AuditedTable): string {
  if (personal.length === 0) return row;
  const digests = personal.map((column) => {
    const text = `(select secret from ${own('audit_secret')}) || '|' || ${key} || '|${column}|' || (${row} ->> '${column}')`;
    return `'${column}', 'personal:' || left(encode(sha256(convert_to(${text}, 'UTF8')), 'hex'), 24)`;
  });
  return `${row} || jsonb_build_object(${digests.join(', ')})`;
}
