import { type Kysely, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';
import type { PartnerFact } from './heard-facts.js';

type Db = Kysely<IncentiveDb>;

/** Facts of partners of these names, or of the names that begin so where one ends in ":". */
export async function selectPartnerFacts(
  db: Db,
  codes: readonly string[],
  names: readonly string[],
): Promise<PartnerFact[]> {
  const { rows } = await sql<PartnerFact>`
    select payee_code as code, name, value, valid_from::text as "validFrom", source
    from payee_fact
    where payee_kind = 'partner' and payee_code = any(${[...new Set(codes)]}::text[])
      and exists (select from unnest(${names}::text[]) as asked (name)
        where payee_fact.name = asked.name or (asked.name like '%:' and starts_with(payee_fact.name, asked.name)))
    order by payee_code, name, valid_from`.execute(db);
  return rows;
}

/** Partners whose facts change are calculated again. What a person has set for a day stands. */
export async function keepPartnerFacts(db: Db, facts: readonly PartnerFact[]): Promise<void> {
  if (facts.length === 0) return;
  await sql`
    with kept as (
      insert into payee_fact (payee_kind, payee_code, name, value, valid_from, source)
      select 'partner', code, name, value, "validFrom", source
      from jsonb_to_recordset(${JSON.stringify(facts)}::jsonb)
        as f (code text, name text, value text, "validFrom" date, source text)
      order by code, name, "validFrom"
      on conflict (payee_kind, payee_code, name, valid_from) do update
        set value = excluded.value, source = excluded.source
        where payee_fact.source <> 'set'
      returning payee_code
    )
    insert into dirty_payee (payee_kind, payee_code) select distinct 'partner', payee_code from kept`.execute(
    db,
  );
}

/** A case of diversion that stands. */
export interface ViolationCase {
  readonly diversionId: string;
  readonly partnerCode: string;
  readonly foundOn: string;
}

/** Cases of one partner are heard of in several lanes at once: who counts must see those of the others. */
export async function claimCases(db: Db, partnerCodes: readonly string[]): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(7116857, lock)
    from (select distinct hashtext('incentive.violations.' || code) as lock from unnest(${partnerCodes}::text[]) c (code) order by 1) locks`.execute(
    db,
  );
}

/** Said again of a case that stands, it changes nothing. */
export async function openCases(db: Db, cases: readonly ViolationCase[]): Promise<void> {
  await sql`
    insert into violation_case (diversion_id, partner_code, found_on)
    select "diversionId", "partnerCode", "foundOn" from jsonb_to_recordset(${JSON.stringify(cases)}::jsonb)
      as c ("diversionId" uuid, "partnerCode" text, "foundOn" date)
    on conflict (diversion_id) do nothing`.execute(db);
}

export async function closeCases(db: Db, diversionIds: readonly string[]): Promise<void> {
  await db
    .deleteFrom('violation_case')
    .where('diversion_id', '=', sql<string>`any(${diversionIds}::uuid[])`)
    .execute();
}

/**
 * Counts anew how many cases of these partners stood on each day. A case that was closed never counted: it turned out to be none.
 *
 * @param source of the facts; what a person has set for a day stands.
 */
export async function countCases(db: Db, partnerCodes: readonly string[], source: string): Promise<void> {
  await sql`
    with counted as (
      select partner_code, found_on, (sum(count(*)) over (partition by partner_code order by found_on))::text as cases
      from violation_case where partner_code = any(${partnerCodes}::text[])
      group by partner_code, found_on
    ), gone as (
      delete from payee_fact f
      where payee_kind = 'partner' and name = 'open-violations' and source = ${source}
        and payee_code = any(${partnerCodes}::text[]) and not exists (
          select from counted c where c.partner_code = f.payee_code and c.found_on = f.valid_from)
      returning payee_code
    ), kept as (
      insert into payee_fact (payee_kind, payee_code, name, value, valid_from, source)
      select 'partner', partner_code, 'open-violations', cases, found_on, ${source} from counted
      on conflict (payee_kind, payee_code, name, valid_from) do update set value = excluded.value
        where payee_fact.source <> 'set' and payee_fact.value <> excluded.value
      returning payee_code
    )
    insert into dirty_payee (payee_kind, payee_code)
    select 'partner', payee_code from gone union select 'partner', payee_code from kept`.execute(db);
}
