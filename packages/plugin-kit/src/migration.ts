import type { RawBuilder } from 'kysely';
import type { Migration } from 'kysely/migration';

/** A migration, and what it says of itself besides its statements. */
export interface PluginMigration extends Migration {
  /** Whether it runs outside a transaction: what it did before it failed stays done, so it must be repeatable. */
  readonly outsideTransaction?: true;
  /** Rules of rolling upgrades that it breaks on purpose, and why that is safe here; see docs/upgrades.md. */
  readonly waivers?: Readonly<Record<string, string>>;
}

/**
 * A migration of SQL statements, run one after the other in one transaction.
 *
 * @example export const createPartner = defineMigration(sql`create table partner (...)`, sql`create index on partner (...)`);
 */
export function defineMigration(...statements: readonly RawBuilder<unknown>[]): PluginMigration {
  return Object.freeze<PluginMigration>({ up: runAll(statements) });
}

/**
 * A migration of SQL statements that Postgres refuses inside a transaction: `create index concurrently` and its like. They wait for
 * the transactions that are under way, and hold up none. After a failure all of them run again, and a failed build leaves an invalid
 * index behind: drop it first.
 *
 * @example
 * export const findByCity = defineConcurrently(
 *   sql`drop index concurrently if exists partner_by_city`,
 *   sql`create index concurrently partner_by_city on partner (city)`,
 * );
 */
export function defineConcurrently(...statements: readonly RawBuilder<unknown>[]): PluginMigration {
  return Object.freeze<PluginMigration>({ up: runAll(statements), outsideTransaction: true });
}

/** Fewer letters than this explain nothing. */
const SHORTEST_REASON = 20;

/**
 * Lets a migration break rules of rolling upgrades, each for a reason that a reviewer can check.
 *
 * @param waivers by rule, as `quyu migrate --lint` names it.
 * @throws TypeError when a reason is shorter than 20 letters.
 * @example
 * export const dropFax = waiving(
 *   { 'drop-column': 'contract: since 1.4 nobody reads or writes it, and upgrades start at 1.4' },
 *   defineMigration(sql`alter table partner drop column fax`),
 * );
 */
export function waiving(
  waivers: Readonly<Record<string, string>>,
  migration: PluginMigration,
): PluginMigration {
  const hollow = Object.entries(waivers).find(([, reason]) => reason.trim().length < SHORTEST_REASON);
  if (hollow)
    throw new TypeError(
      `waiver of "${hollow[0]}": "${hollow[1]}" is no reason; say since which version it is safe, and why`,
    );
  return Object.freeze<PluginMigration>({ ...migration, waivers });
}

function runAll(statements: readonly RawBuilder<unknown>[]): Migration['up'] {
  return async (db) => {
    for (const statement of statements) await statement.execute(db);
  };
}
