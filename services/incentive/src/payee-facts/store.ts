import type { PayeeFact } from '@quyu/incentive-contracts';
import { type Kysely, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';

type Db = Kysely<IncentiveDb>;

/** What is set for the payees, names and days of these lines; it cannot change until the transaction ends. */
export async function lockFacts(db: Db, lines: readonly PayeeFact[]): Promise<PayeeFact[]> {
  const { rows } = await sql<PayeeFact>`
    select payee_kind as "payeeKind", payee_code as "payeeCode", name, value, valid_from::text as "validFrom"
    from payee_fact
    where (payee_kind, payee_code, name, valid_from) in (
      select "payeeKind", "payeeCode", name, "validFrom" from ${recordsOf(lines)}
    )
    order by payee_kind, payee_code, name, valid_from
    for update`.execute(db);
  return rows;
}

/** Payees whose facts change are calculated again. @param facts each payee, name and day once. */
export async function upsertFacts(db: Db, facts: readonly PayeeFact[]): Promise<void> {
  await sql`
    insert into payee_fact (payee_kind, payee_code, name, value, valid_from, source)
    select "payeeKind", "payeeCode", name, value, "validFrom", 'set' from ${recordsOf(facts)}
    on conflict (payee_kind, payee_code, name, valid_from) do update
      set value = excluded.value, source = excluded.source`.execute(db);
  await sql`
    insert into dirty_payee (payee_kind, payee_code)
    select distinct "payeeKind", "payeeCode" from ${recordsOf(facts)}`.execute(db);
}

function recordsOf(facts: readonly PayeeFact[]) {
  return sql`jsonb_to_recordset(${JSON.stringify(facts)}::jsonb)
    as f ("payeeKind" text, "payeeCode" text, name text, value text, "validFrom" date)`;
}
