import type { ColumnType, RawBuilder } from 'kysely';
import type { Migration } from 'kysely/migration';
import type { ScopeRule, ScopeRules } from './scope-rule.js';

/** A plugin's own Postgres schema: its table types and the migrations that make it. */
export interface Db<Tables> {
  /** By name, e.g. `20261123_create_partner`; applied in the order of their names. */
  readonly migrations: Readonly<Record<string, Migration>>;
  /** Which rows callers see whose grant is limited. Default: none of any table. */
  readonly scopes: ScopeRules;
  /** Carries the table types only; there is no value. */
  readonly tables?: Tables;
}

/** What {@link defineDb} takes besides the migrations. */
export interface DbOptions<Tables> {
  /** A rule for every table and view. */
  readonly scopes?: { readonly [Table in keyof Tables]: ScopeRule };
}

/**
 * Declares a plugin's schema. Its tables live in a Postgres schema named after the plugin, which its own role alone
 * may use; unqualified names mean that schema.
 *
 * @throws TypeError when a migration's name does not start with a date.
 * @example
 * defineDb<PartnerDb>(
 *   { '20261123_create_partner': createPartner },
 *   { scopes: { partner: within([partnerScope, 'code = any($scope)']), screening_policy: OPEN } },
 * )
 */
export function defineDb<Tables>(
  migrations: Readonly<Record<string, Migration>>,
  options: DbOptions<Tables> = {},
): Db<Tables> {
  const misnamed = Object.keys(migrations).find((name) => !/^\d{8}_[a-z0-9_]+$/.test(name));
  if (misnamed) throw new TypeError(`migration "${misnamed}" is not named YYYYMMDD_what_it_does`);
  return Object.freeze({ migrations, scopes: options.scopes ?? {} });
}

/**
 * A migration of SQL statements, run one after the other.
 *
 * @example export const createPartner = defineMigration(sql`create table partner (...)`, sql`create index on partner (...)`);
 */
export function defineMigration(...statements: readonly RawBuilder<unknown>[]): Migration {
  return Object.freeze<Migration>({
    up: async (db) => {
      for (const statement of statements) await statement.execute(db);
    },
  });
}

/** The type of a `jsonb` column: read as the value it holds, written as JSON text. */
export type Jsonb<T> = ColumnType<T, string, string>;
