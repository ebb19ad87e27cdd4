import type { PluginSpec } from '@quyu/plugin-kit';
import { MIGRATION_TABLES } from './grants.js';
import { schemaOf, quoteName } from './names.js';
import { PLATFORM_TABLES } from './platform-schema.js';
import { fingerprintOfRules, scopeStatements } from './scope-rules.js';
import type { Queryable } from './session.js';

/** Brings the scope rules of a plugin's tables up to date, all at once; what is up to date already is not touched. */
export async function applyScopeRules(client: Queryable, spec: PluginSpec): Promise<void> {
  const tables = await tablesOf(client, spec.id);
  if (await isNoted(client, spec, tables)) return;
  const schema = quoteName(schemaOf(spec.id));
  const note = `comment on schema ${schema} is '${noteOf(spec, tables)}'`;
  await client.query('begin');
  try {
    await client.query(`set local search_path = ${schema}`);
    for (const statement of scopeStatements(spec, tables)) await client.query(statement);
    await client.query(note);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

/** Whether the rules in the database are those of the spec. */
export async function hasScopeRules(client: Queryable, spec: PluginSpec): Promise<boolean> {
  return isNoted(client, spec, await tablesOf(client, spec.id));
}

async function isNoted(client: Queryable, spec: PluginSpec, tables: readonly string[]): Promise<boolean> {
  const { rows } = await client.query<{ note: string | null }>(
    `select obj_description(oid, 'pg_namespace') as note from pg_namespace where nspname = $1`,
    [schemaOf(spec.id)],
  );
  return rows[0]?.note === noteOf(spec, tables);
}

function noteOf(spec: PluginSpec, tables: readonly string[]): string {
  return `Quyu, scope rules ${fingerprintOfRules(spec, tables)}`;
}

/** Without the parts of others: they are read through those, whose rules hold for them, and are hidden by themselves. */
async function tablesOf(client: Queryable, service: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = $1 and c.relkind in ('r', 'p') and c.relname <> all($2)
       and not exists (select from pg_inherits i where i.inhrelid = c.oid)
     order by c.relname`,
    [schemaOf(service), [...PLATFORM_TABLES, ...MIGRATION_TABLES]],
  );
  return rows.map(({ name }) => name);
}
