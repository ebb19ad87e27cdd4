import type { Migration } from 'kysely/migration';

/** A plugin's own Postgres schema: its table types and the migrations that make it. */
export interface Db<Tables> {
  /** By name, e.g. `20261123_create_partner`; applied in the order of their names. */
  readonly migrations: Readonly<Record<string, Migration>>;
  /** Carries the table types only; there is no value. */
  readonly tables?: Tables;
}

/**
 * Declares a plugin's schema. Its tables live in a Postgres schema named after the plugin, which its own role alone
 * may use; unqualified names mean that schema.
 *
 * @throws TypeError when a migration's name does not start with a date.
 * @example defineDb<PartnerDb>({ '20261123_create_partner': createPartner })
 */
export function defineDb<Tables>(migrations: Readonly<Record<string, Migration>>): Db<Tables> {
  const misnamed = Object.keys(migrations).find((name) => !/^\d{8}_[a-z0-9_]+$/.test(name));
  if (misnamed) throw new TypeError(`migration "${misnamed}" is not named YYYYMMDD_what_it_does`);
  return Object.freeze({ migrations });
}
