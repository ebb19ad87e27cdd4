import { type Kysely, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';
import type { Paid } from './what-if.js';

/** What a plan pays each payee as its results stand, of periods that end until a day. */
export async function selectPaid(db: Kysely<IncentiveDb>, planCode: string, until: string): Promise<Paid[]> {
  const { rows } = await sql<Omit<Paid, 'amount'> & { amount: string }>`
    select payee_kind as "payeeKind", payee_code as "payeeCode", currency, sum(amount)::text as amount
    from result_version
    where plan_code = ${planCode} and until_run is null and period_end <= ${until}::date
    group by payee_kind, payee_code, currency having sum(amount) <> 0
    order by payee_kind, payee_code, currency`.execute(db);
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}
