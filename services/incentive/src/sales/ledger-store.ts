import { type Kysely, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';

type Db = Kysely<IncentiveDb>;

/**
 * In which currency the ledger is kept: that of its first sale, and so perhaps the one given. Until there is one, imports
 * wait for each other.
 */
export async function claimLedger(db: Db, currency: string): Promise<string> {
  const kept = await selectLedgerCurrency(db);
  if (kept !== undefined) return kept;
  await sql`select pg_advisory_xact_lock(7116857, hashtext('incentive.ledger'))`.execute(db);
  return (await selectLedgerCurrency(db)) ?? currency;
}

/** In which currency the ledger is kept; none before the first sale. */
export async function selectLedgerCurrency(db: Db): Promise<string | undefined> {
  const row = await db.selectFrom('ledger').select('currency').executeTakeFirst();
  return row?.currency;
}

/** From its first sale on. */
export async function keepLedgerCurrency(db: Db, currency: string): Promise<void> {
  await db
    .insertInto('ledger')
    .values({ currency })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
