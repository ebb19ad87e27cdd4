import { hash } from 'node:crypto';
import type { PluginSpec } from '@quyu/plugin-kit';
import type { Queryable } from '../database/session.js';
import { quoteName, schemaOf } from '../database/names.js';
import { auditFunctions } from './audit-functions.js';
import { dropTriggers, tableTriggers } from './table-triggers.js';

/** One thing that must be defined in the database, and how. */
interface Definition {
  readonly name: string;
  readonly statements: readonly string[];
}

/**
 * Makes the functions and triggers of a plugin's audit log as its spec says, and removes those of tables that are not audited any
 * more. What is as it should be is left alone: to make a trigger anew locks its table.
 *
 * @returns the names of what was made or removed.
 */
export async function defineAudit(client: Queryable, spec: PluginSpec): Promise<string[]> {
  const schema = schemaOf(spec.id);
  const steps = await findSteps(client, spec);
  for (const { name, statements } of steps) {
    const own = `${quoteName(schema)}.audit_definition`;
    const record =
      statements.length > 0
        ? `insert into ${own} (name, digest) values ('${name}', '${digestOf(statements)}')
           on conflict (name) do update set digest = excluded.digest`
        : `${dropTriggers(schema, tableIn(name))}; delete from ${own} where name = '${name}'`;
    await client.query(['begin', ...statements, record, 'commit'].join(';\n'));
  }
  return steps.map(({ name }) => name);
}

/** What of a plugin's audit log is not defined as its spec says; all of it when the host's tables are not there yet. */
export async function pendingAudit(client: Queryable, spec: PluginSpec): Promise<string[]> {
  return (await findSteps(client, spec)).map(({ name }) => name);
}

/** What is to be defined anew, and, without statements, what is to be removed. */
async function findSteps(client: Queryable, spec: PluginSpec): Promise<Definition[]> {
  const defined = await readDigests(client, schemaOf(spec.id));
  const wanted = definitionsOf(spec);
  const names = new Set(wanted.map(({ name }) => name));
  const gone = [...defined.keys()].filter((name) => !names.has(name));
  return [
    ...wanted.filter(({ name, statements }) => defined.get(name) !== digestOf(statements)),
    ...gone.map((name) => ({ name, statements: [] })),
  ];
}

function definitionsOf({ id, db }: PluginSpec): Definition[] {
  const schema = schemaOf(id);
  const tables = Object.entries(db?.audited ?? {}).map(([table, audited]) => ({
    name: `${PREFIX}${table}`,
    statements: tableTriggers(schema, table, audited),
  }));
  return [{ name: 'audit functions', statements: auditFunctions(schema) }, ...tables];
}

const PREFIX = 'audit of ';

function tableIn(name: string): string {
  return name.slice(PREFIX.length);
}

function digestOf(statements: readonly string[]): string {
  return hash('sha256', statements.join(';\n'), 'hex');
}

async function readDigests(client: Queryable, schema: string): Promise<Map<string, string>> {
  const table = `${quoteName(schema)}.audit_definition`;
  const { rows: known } = await client.query<{ there: boolean }>(
    'select to_regclass($1) is not null as there',
    [table],
  );
  if (!known[0]?.there) return new Map();
  const { rows } = await client.query<{ name: string; digest: string }>(`select name, digest from ${table}`);
  return new Map(rows.map(({ name, digest }) => [name, digest]));
}
