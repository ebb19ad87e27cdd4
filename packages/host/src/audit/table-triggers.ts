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
            select (select ${own('audit_transaction')}()), '${table}', ${keyOf('n', audited)}, 'insert',
              ${veiledRow(own, 'n', audited)} from new_rows n;`;
}

function deleteChanges(own: Own, table: string, audited: AuditedTable): string {
  return `insert into ${own('audit_change')} (entry_id, table_name, row_key, kind, before)
            select (select ${own('audit_transaction')}()), '${table}', ${keyOf('o', audited)}, 'delete',
              ${veiledRow(own, 'o', audited)} from old_rows o;`;
}

/** A row whose key has changed is one that went and one that came. A row that is as it was has not changed. */
function updateChanges(own: Own, table: string, audited: AuditedTable): string {
  const [first] = audited.key.map(quoteName);
  const same = audited.key.map((column) => `o.${quoteName(column)} = n.${quoteName(column)}`).join(' and ');
  return `insert into ${own('audit_change')} (entry_id, table_name, row_key, kind, before, after)
            select (select ${own('audit_transaction')}()), '${table}',
              case when n.${first} is null then ${keyOf('o', audited)} else ${keyOf('n', audited)} end,
              case when o.${first} is null then 'insert' when n.${first} is null then 'delete' else 'update' end,
              case when o.${first} is not null then ${veiledRow(own, 'o', audited)} end,
              case when n.${first} is not null then ${veiledRow(own, 'n', audited)} end
            from old_rows o full join new_rows n on ${same}
            where (${rowOf('o', audited)}) is distinct from (${rowOf('n', audited)});`;
}

function keyOf(row: string, { key }: AuditedTable): string {
  return `concat_ws('/', ${key.map((column) => `${row}.${quoteName(column)}::text`).join(', ')})`;
}

function rowOf(row: string, { except = [] }: AuditedTable): string {
  const left = except.length > 0 ? ` - array[${except.map((column) => `'${column}'`).join(', ')}]` : '';
  return `to_jsonb(${row})${left}`;
}

/** The row as it is kept: of what is personal only a digest, which tells that it has changed. */
function veiledRow(own: Own, row: string, audited: AuditedTable): string {
  const { personal = [] } = audited;
  if (personal.length === 0) return rowOf(row, audited);
  const veils = personal.map(
    (column) =>
      `'${column}', ${own('audit_veil')}(${keyOf(row, audited)}, '${column}', ${row}.${quoteName(column)}::text)`,
  );
  return `${rowOf(row, audited)} || jsonb_build_object(${veils.join(', ')})`;
}
