import type { ClientBase } from 'pg';
import { AUDIT_TABLES } from '../audit/audit-schema.js';
import { messageOf, sqlStateOf } from './errors.js';
import { PLATFORM_TABLES } from './platform-schema.js';
import { callerRoleOf, quoteName, relayRoleOf, roleOf, schemaOf } from './names.js';

/** Sent by databases of one cluster that make the same role at the same moment: duplicate object, unique violation. */
const ROLE_RACE = ['42710', '23505'];
/** Sent without a code of its own when two sessions change the same role. */
const TUPLE_RACE = 'tuple concurrently updated';

/** Makes a service's roles, and lets the one who logs in act as them. Roles belong to the cluster: others may race us. */
export async function ensureRoles(client: ClientBase, service: string): Promise<void> {
  for (const role of [roleOf(service), relayRoleOf(service), callerRoleOf(service)]) {
    const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
    if (rowCount === 0) await ignoringRaces(client, `create role ${quoteName(role)} nologin`);
    // Without a superuser's rights, SET ROLE needs membership; from Postgres 16 on it is a right of its own.
    const { rows } = await client.query<{ member: boolean }>(
      `select case when current_setting('server_version_num')::int >= 160000
         then pg_has_role(current_user, $1, 'set') else pg_has_role(current_user, $1, 'member') end as member`,
      [role],
    );
    if (!rows[0]?.member) await ignoringRaces(client, `grant ${quoteName(role)} to current_user`);
  }
}

/** Roles belong to the cluster: what another session has done to one at the same moment is as good. */
export async function ignoringRaces(client: ClientBase, statement: string): Promise<void> {
  try {
    await client.query(statement);
  } catch (error) {
    const isRace = ROLE_RACE.includes(sqlStateOf(error) ?? '') || messageOf(error) === TUPLE_RACE;
    if (!isRace) throw error;
  }
}

/**
 * Gives a service's roles what they need in its own schema, and nothing elsewhere. All at once: rights are taken and given anew, and
 * the replicas that work meanwhile must not see the state between.
 */
export async function grantRights(client: ClientBase, service: string): Promise<void> {
  const schema = quoteName(schemaOf(service));
  const statements = grants(schema, quoteName(roleOf(service)), quoteName(relayRoleOf(service)));
  await client.query('begin');
  for (const statement of statements) await client.query(statement);
  await client.query('commit');
}

function grants(schema: string, app: string, relay: string): string[] {
  const table = (name: string): string => `${schema}.${quoteName(name)}`;
  return [
    `grant usage on schema ${schema} to ${relay}`,
    `grant select, insert, update, delete, truncate, references on all tables in schema ${schema} to ${app}`,
    ...workerRights(schema, app),
    // For a host that only looks whether migrations are missing.
    `grant select on ${[...MIGRATION_TABLES, 'audit_definition'].map(table).join(', ')} to ${app}`,
    `grant select, insert, delete on ${table('outbox')} to ${relay}`,
    `grant select, insert, delete on ${table('outbox_parked')} to ${relay}`,
    `grant insert on ${table('outbox_discarded')} to ${relay}`,
    `grant select, update on ${table('bus_counter')} to ${relay}`,
    `grant select on ${AUDIT_LOG.map(table).join(', ')} to ${relay}`,
    `grant insert on ${table('audit_seal')} to ${relay}`,
    `grant select on sequence ${table('audit_entry_id')} to ${relay}`,
  ];
}

/**
 * What a role that runs plugin code may do with the host's tables, and with no more of them than it could before. It may add to
 * the outbox, and never take an event back; it gets into the audit log only through its functions, and never out of it again.
 */
export function workerRights(schema: string, role: string): string[] {
  const tables = (names: readonly string[]): string =>
    names.map((name) => `${schema}.${quoteName(name)}`).join(', ');
  const audit = new Set<string>(AUDIT_TABLES);
  const work = PLATFORM_TABLES.filter((name) => !audit.has(name));
  return [
    `grant usage on schema ${schema} to ${role}`,
    `grant usage, select on all sequences in schema ${schema} to ${role}`,
    `revoke all on sequence ${schema}.audit_entry_id from ${role}`,
    `revoke all on ${tables([...PLATFORM_TABLES, ...MIGRATION_TABLES])} from ${role}`,
    `grant select, insert, update, delete on ${tables(work)} to ${role}`,
    `revoke update, delete on ${tables(['outbox', 'outbox_parked'])} from ${role}`,
    `grant select on ${tables(AUDIT_LOG)} to ${role}`,
  ];
}

/** What of the audit log is there to be read. */
const AUDIT_LOG = ['audit_entry', 'audit_change', 'audit_seal'];

/** Where Kysely keeps which migrations ran: the host's list and the plugin's. */
export const MIGRATION_TABLES = [
  'quyu_migration',
  'quyu_migration_lock',
  'migration',
  'migration_lock',
] as const;
