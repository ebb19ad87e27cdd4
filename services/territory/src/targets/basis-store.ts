import { type Kysely, sql } from 'kysely';
import type { TerritoryDb } from '../db/schema.js';
import type { QuarterSpan } from '../facts/quarters.js';
import type { Basis, TerritoryBelow } from './cascade.js';

type Db = Kysely<TerritoryDb>;

/** All territories below one, at every level, in the order of their codes. */
export async function selectBelow(db: Db, modelId: string, code: string): Promise<readonly TerritoryBelow[]> {
  const { rows } = await sql<TerritoryBelow>`
    select code, name, parent_code as "parentCode", path from territory
    where model_id = ${modelId}::uuid and path @> array[${code}::text] and code <> ${code}
    order by code collate "C"`.execute(db);
  return rows;
}

/**
 * Sales of quarters in a currency by territory, each with all below it. An account counts for where it is assigned today; one that
 * is assigned to a territory itself counts for none of those below it.
 */
export async function sumSales(db: Db, code: string, span: QuarterSpan, currency: string): Promise<Basis> {
  const { rows } = await sql<{ code: string; amount: string }>`
    select above.code, sum(s.amount)::text as amount
    from territory t
    join assignment a on a.model_id = t.model_id and a.territory_code = t.code
    join partner_sales s on s.partner_id = a.subject_id
      and s.quarter between ${span.first} and ${span.last} and s.currency = ${currency}
    cross join unnest(t.path) as above (code)
    where t.model_id = (select model_id from active_model) and t.path @> array[${code}::text]
    group by above.code`.execute(db);
  return new Map(rows.map((row) => [row.code, positive(BigInt(row.amount))]));
}

/** More returned than sold is no claim on a target. */
function positive(amount: bigint): bigint {
  return amount > 0n ? amount : 0n;
}

/** Capacities by territory of the profiles valid on a day, of those in the currency. */
export async function selectCapacities(
  db: Db,
  codes: readonly string[],
  on: string,
  currency: string,
): Promise<Basis> {
  const { rows } = await sql<{ code: string; capacity: string }>`
    select territory_code as code, capacity from market_profile
    where replaced_at is null and currency = ${currency} and territory_code = any(${codes}::text[])
      and ${on}::date between valid_from and coalesce(valid_to, 'infinity')`.execute(db);
  return new Map(rows.map((row) => [row.code, BigInt(row.capacity)]));
}
