import { type Kysely, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';

type Db = Kysely<IncentiveDb>;

/** What was missing when the line was rejected may be there by now. */
const RETRYABLE = [
  'UNKNOWN_PARTNER',
  'UNKNOWN_PRODUCT',
  'UNKNOWN_SALESPERSON',
  'RATE_MISSING',
  'RETURN_WITHOUT_ORIGINAL',
];

/** Sources with rejected lines that may be taken by now. */
export async function selectRetryableSources(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('rejected_sale')
    .select('source')
    .distinct()
    .where('is_open', '=', true)
    .where('said', 'is not', null)
    .where('code', 'in', RETRYABLE)
    .orderBy('source')
    .execute();
  return rows.map(({ source }) => source);
}

/** Whether returns of a source have been rejected for want of their sales. */
export async function hasWaitingReturns(db: Db, source: string): Promise<boolean> {
  const row = await db
    .selectFrom('rejected_sale')
    .select('rejected_id')
    .where('source', '=', source)
    .where('is_open', '=', true)
    .where('said', 'is not', null)
    .where('code', '=', 'RETURN_WITHOUT_ORIGINAL')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Stages the rejected lines of a source again. @returns how many they are. */
export async function stageRejected(db: Db, source: string): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    insert into staged_sale (line, order_number, product, partner, salesperson, sold_on, quantity, amount, own_id, returns,
      currency, raw)
    select s.* from rejected_sale r
    cross join jsonb_to_record(r.said) as s (line int, order_number text, product text, partner text, salesperson text,
      sold_on date, quantity int, amount bigint, own_id text, returns text, currency text, raw text)
    where r.source = ${source} and r.is_open and r.said is not null and r.code = any(${RETRYABLE}::text[])
    order by r.rejected_id`.execute(db);
  return Number(numAffectedRows);
}

/** Every line that was rejected keeps its currency. That of the first is the ledger's, should there be no sale in it yet. */
export async function firstStagedCurrency(db: Db): Promise<string> {
  const { rows } = await sql<{ currency: string }>`
    select currency from staged_sale order by line, line_id limit 1`.execute(db);
  return rows[0]!.currency;
}
