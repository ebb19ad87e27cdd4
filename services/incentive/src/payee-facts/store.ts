import type { KeptFact, PayeeFact } from '@quyu/incentive-contracts';
import { cursorPart, type Page, PAGE_DEFAULT, pageFrom, type PageQuery, readCursor } from '@quyu/plugin-kit';
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

export interface FactFilter extends PageQuery {
  readonly payeeKind?: 'partner' | 'salesperson' | undefined;
  readonly payeeCode?: string | undefined;
  readonly name?: string | undefined;
}

/** Facts by kind and code of the payee, name and day. */
export async function selectFacts(db: Db, filter: FactFilter): Promise<Page<KeptFact>> {
  const { cursor, limit = PAGE_DEFAULT, payeeKind, payeeCode, name } = filter;
  const after = readCursor(cursor, [cursorPart.text, cursorPart.text, cursorPart.text, cursorPart.text]);
  let query = db
    .selectFrom('payee_fact')
    .select(['payee_kind as payeeKind', 'payee_code as payeeCode', 'name', 'value', 'source'])
    .select(sql<string>`valid_from::text`.as('validFrom'))
    .orderBy('payee_kind')
    .orderBy('payee_code')
    .orderBy('name')
    .orderBy('valid_from')
    .limit(limit + 1);
  if (after)
    query = query.where(
      sql<boolean>`(payee_kind, payee_code, name, valid_from::text) > (${after[0]}, ${after[1]}, ${after[2]}, ${after[3]})`,
    );
  if (payeeKind !== undefined) query = query.where('payee_kind', '=', payeeKind);
  if (payeeCode !== undefined) query = query.where('payee_code', '=', payeeCode);
  if (name !== undefined) query = query.where('name', '=', name);
  const keyOf = (fact: KeptFact) => [fact.payeeKind, fact.payeeCode, fact.name, fact.validFrom];
  return pageFrom(await query.execute(), limit, keyOf);
}
