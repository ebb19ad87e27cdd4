import { quoteName } from '../database/names.js';

/** Runs with the rights of its owner, and means by every name what we mean. */
const DEFINER = 'security definer set search_path = pg_catalog, pg_temp';

/** The setting in which a transaction keeps the id of its entry. It ends with the transaction, or the savepoint. */
function settingOf(schema: string): string {
  return `quyu.audit_${schema}`;
}

/**
 * The functions by which everything gets into the audit log. No role has a right to write to its tables: they run with their
 * owner's, so that whoever runs a plugin's code may add to the log and neither choose an entry's time nor its place.
 *
 * The number of the transaction is taken before the id: whoever sees that all transactions below a number have ended has seen all ids
 * allocated before (see `seal-store.ts`).
 */
export function auditFunctions(schema: string): string[] {
  const own = (name: string): string => `${quoteName(schema)}.${quoteName(name)}`;
  return [
    `create or replace function ${own('audit_transaction')}() returns bigint language plpgsql ${DEFINER} as $$
      declare
        known text := current_setting('${settingOf(schema)}', true);
        made bigint;
      begin
        if known <> '' then return known; end if;
        perform pg_current_xact_id();
        made := nextval('${own('audit_entry_id')}');
        perform set_config('${settingOf(schema)}', made::text, true);
        return made;
      end $$`,
    recordFunction(schema, own),
    adoptFunction(own),
  ];
}

/** Gives changes that were made past the platform an entry, in the name of the login that made them. */
function adoptFunction(own: (name: string) => string): string {
  return `create or replace function ${own('audit_adopt')}(orphan bigint) returns void language sql ${DEFINER} as $$
      insert into ${own('audit_entry')} (entry_id, actor, operation, outcome, resource_type, resource_id)
      select orphan, 'database:' || min(c.login), 'sql', 'done',
        case when min(c.table_name) = max(c.table_name) then min(c.table_name) end,
        case when min(c.row_key) = max(c.row_key) then min(c.row_key) end
      from ${own('audit_change')} c where c.entry_id = orphan having count(*) > 0
      on conflict do nothing
    $$`;
}

/** Writes the entry of the transaction; with `only_changes` only if it has changed rows of audited tables. Once in a transaction. */
function recordFunction(schema: string, own: (name: string) => string): string {
  return `create or replace function ${own('audit_record')}(
      actor text, on_behalf_of text, operation text, resource_type text, resource_id text, request_id text, correlation_id text,
      causation_id text, address text, idempotency_key text, details jsonb, only_changes boolean
    ) returns void language plpgsql ${DEFINER} as $$
      #variable_conflict use_column
      declare
        known text := current_setting('${settingOf(schema)}', true);
        kind text := $4;
        key text := $5;
      begin
        if known <> '' then
          if key is null then
            -- Of a transaction that changed one row it is known what it was about.
            select min(c.table_name), min(c.row_key) into kind, key from ${own('audit_change')} c
            where c.entry_id = known::bigint having min(c.table_name) = max(c.table_name) and min(c.row_key) = max(c.row_key);
          end if;
        elsif only_changes then
          return;
        else
          -- As in audit_transaction, which is not called: most writes come here.
          perform pg_current_xact_id();
          known := nextval('${own('audit_entry_id')}');
          perform set_config('${settingOf(schema)}', known, true);
        end if;
        insert into ${own('audit_entry')} (entry_id, actor, on_behalf_of, operation, outcome, resource_type, resource_id,
          request_id, correlation_id, causation_id, address, idempotency_key, details)
        values (known::bigint, $1, $2, $3, 'done', kind, key, $6, $7, $8, $9, $10, $11);
      end $$`;
}
