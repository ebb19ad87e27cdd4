import type { ColumnType } from 'kysely';
import type { PluginMigration } from './migration.js';
import type { ScopeRule, ScopeRules } from './scope-rule.js';

/** A plugin's own Postgres schema: its table types and the migrations that make it. */
export interface Db<Tables> {
  /** By name, e.g. `20261123_create_partner`; applied in the order of their names. */
  readonly migrations: Readonly<Record<string, PluginMigration>>;
  /** Which rows callers see whose grant is limited. Default: none of any table. */
  readonly scopes: ScopeRules;
  /** The tables whose changes are kept in the audit log, by name. */
  readonly audited: Readonly<Record<string, AuditedTable>>;
  /** Carries the table types only; there is no value. */
  readonly tables?: Tables;
}

/**
 * A table whose changes are kept in the audit log, whoever makes them: masters and decisions. Ledgers that are append-only
 * themselves, and copies of what other services say, are their own record.
 */
export interface AuditedTable {
  /** Columns that name a row: those of its primary key. */
  readonly key: readonly string[];
  /** Columns about a person: that they changed is kept, but not what they held. */
  readonly personal?: readonly string[];
  /** Columns whose changes are not kept, such as copies of what other services say. */
  readonly except?: readonly string[];
}

/** What {@link defineDb} takes besides the migrations. */
export interface DbOptions<Tables = unknown> {
  /** A rule for every table and view. */
  readonly scopes?: { readonly [Table in keyof Tables]: ScopeRule };
  readonly audited?: Readonly<Record<string, AuditedTable>>;
}

/**
 * Declares a plugin's schema. Its tables live in a Postgres schema named after the plugin, which its own role alone
 * may use; unqualified names mean that schema.
 *
 * @throws TypeError when a migration's name does not start with a date, or an audited table is declared wrongly.
 * @example
 * defineDb<PartnerDb>(
 *   { '20261123_create_partner': createPartner },
 *   {
 *     scopes: { partner: within([partnerScope, 'code = any($scope)']), screening_policy: OPEN },
 *     audited: { partner: { key: ['partner_id'], personal: ['phone'] } },
 *   },
 * )
 */
export function defineDb<Tables>(
  migrations: Readonly<Record<string, PluginMigration>>,
  { scopes, audited = {} }: DbOptions<Tables> = {},
): Db<Tables> {
  const misnamed = Object.keys(migrations).find((name) => !/^\d{8}_[a-z0-9_]+$/.test(name));
  if (misnamed) throw new TypeError(`migration "${misnamed}" is not named YYYYMMDD_what_it_does`);
  for (const [table, declared] of Object.entries(audited)) assertAudited(table, declared);
  return Object.freeze({ migrations, scopes: scopes ?? {}, audited });
}

const NAME = /^[a-z_][a-z0-9_]{0,62}$/;

/** Names go into SQL text: they must be plain. */
function assertAudited(table: string, { key, personal = [], except = [] }: AuditedTable): void {
  const fault = (text: string): never => {
    throw new TypeError(`audited table "${table}": ${text}`);
  };
  const odd = [table, ...key, ...personal, ...except].find((name) => !NAME.test(name));
  if (odd !== undefined) fault(`"${odd}" is not a name of lower case letters, digits and _`);
  if (key.length === 0) fault('it needs the columns of its key');
  const hidden = [...personal, ...except].find((name) => key.includes(name));
  if (hidden !== undefined) fault(`"${hidden}" is part of the key: it names the row and is kept as it is`);
}

/** The type of a `jsonb` column: read as the value it holds, written as JSON text. */
export type Jsonb<T> = ColumnType<T, string, string>;
