import type { Eligibility } from '@quyu/incentive-contracts';
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { IncentiveDb } from '../db/schema.js';
import type { Named, NamedKind } from './named.js';

type Db = Kysely<IncentiveDb>;

const KNOWN: Record<NamedKind, RawBuilder<unknown>> = {
  product: sql`select from product where code = asked.name`,
  group: sql`select from product where product_group = asked.name`,
  category: sql`select from product where category = asked.name`,
  territory: sql`select from partner_territory where path @> array[asked.name]
    union all select from payee_fact f where f.name = 'in-territory:' || asked.name`,
  payee: sql`select from partner where code = asked.name union all select from salesperson where code = asked.name`,
  fact: sql`select from payee_fact f where f.name = asked.name`,
};

/** Of what a plan names, what is not there. */
export async function selectUnknown(db: Db, named: readonly Named[]): Promise<readonly Named[]> {
  const missing = new Set<string>();
  for (const [kind, ofKind] of Map.groupBy(named, (each) => each.kind)) {
    const names = [...new Set(ofKind.map(({ name }) => name))];
    const { rows } = await sql<{ name: string }>`
      select asked.name from unnest(${names}::text[]) asked (name) where not exists (${KNOWN[kind]})`.execute(
      db,
    );
    for (const { name } of rows) missing.add(`${kind} ${name}`);
  }
  return named.filter(({ kind, name }) => missing.has(`${kind} ${name}`));
}

/** Whether anybody of these kinds meets every list of a plan, whatever the day. */
export async function isAnybodyEligible(
  db: Db,
  kinds: readonly ('partner' | 'salesperson')[],
  { payees, territories, partnerTypes, tiers }: Eligibility,
): Promise<boolean> {
  const has = (name: RawBuilder<unknown>, values: readonly string[]) => sql`and exists (
    select from payee_fact f where f.payee_kind = p.kind and f.payee_code = p.code
      and f.name = ${name} and f.value = any(${values}::text[]))`;
  const { rows } = await sql<{ found: boolean }>`
    select exists (
      select from (select 'partner' as kind, code from partner union all select 'salesperson', code from salesperson) p
      where p.kind = any(${kinds}::text[])
        ${payees ? sql`and p.code = any(${payees}::text[])` : sql``}
        ${partnerTypes ? has(sql`'partner-type'`, partnerTypes) : sql``}
        ${tiers ? has(sql`'tier'`, tiers) : sql``}
        ${territories ? has(sql`any(${territories.map((code) => `in-territory:${code}`)}::text[])`, ['true']) : sql``}
    ) as found`.execute(db);
  return rows[0]!.found;
}

/** Periods of a plan that are locked or posted, in order. */
export async function selectSettledPeriods(db: Db, planCode: string): Promise<string[]> {
  const rows = await db
    .selectFrom('run_period')
    .select('period')
    .distinct()
    .where('plan_code', '=', planCode)
    .where('state', 'in', ['locked', 'posted'])
    .orderBy('period')
    .execute();
  return rows.map(({ period }) => period);
}
